package io.millrace.testkit.internal.memory;

import static io.millrace.testkit.internal.memory.ContractClients.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class MemoryTransactionTest extends TransactionContract {

    private final MemoryKafka kafka = new MemoryKafka();

    @Override
    TestedKafka kafka() {
        return kafka;
    }

    /** As a broker that does not create topics by itself. */
    @Test
    void anUnknownTopicIsATimeoutWithItsReason() {
        try (Producer<byte[], byte[]> producer = new ContractClients(kafka).producer()) {
            assertThatThrownBy(() -> producer.partitionsFor("missing"))
                    .isInstanceOf(TimeoutException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
            List<Exception> failures = new ArrayList<>();
            producer.send(record("missing", 0, "key", "value"), (written, exception) -> failures.add(exception));
            assertThat(failures).hasSize(1).first().isInstanceOf(TimeoutException.class);
        }
    }
}
