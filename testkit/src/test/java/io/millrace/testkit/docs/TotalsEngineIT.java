package io.millrace.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.MillraceEngine;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.testkit.kafka.TestConsumer;
import io.millrace.testkit.kafka.TestKafka;
import io.millrace.testkit.kafka.TestProducer;
import io.millrace.testkit.kafka.WithKafka;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

@WithKafka
class TotalsEngineIT {

    @Test
    void totalsAreWritten(TestKafka kafka) {
        String input = kafka.createUniqueTopic("payments", 2);
        String output = kafka.createUniqueTopic("totals", 2);
        TestProducer<String, Long> payments = kafka.producer(input, Serdes.String(), Serdes.Long());
        TestConsumer<String, Long> totals = kafka.consumer(output, Serdes.String(), Serdes.Long());

        try (MillraceEngine engine = MillraceEngine.builder()
                .applicationId(kafka.applicationId())
                .kafkaProperties(kafka.clientProperties())
                .topology(TotalsTopology.totals(input, output))
                .defaultSettings(TopologySettings.defaults().withTrigger(Trigger.realTime(Duration.ofMillis(200))))
                .build()) {
            engine.start();
            payments.send("alice", 10L);
            payments.send("alice", 5L);
            kafka.awaitCheckpoint("totals");
        }

        assertThat(totals.readAll().newestByKey()).isEqualTo(Map.of("alice", 15L));
    }
}
