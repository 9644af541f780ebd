package io.millrace.internal.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer group has committed, once no transaction is about to change it. Immutable.
 *
 * @param admins makes a client for one question
 */
record GroupOffsets(Supplier<Admin> admins, String group, Duration timeout) {

    /**
     * Asks Kafka and waits for the answer; partitions without a committed offset are left out.
     *
     * @throws KafkaException if there is none in time
     */
    Map<TopicPartition, OffsetAndMetadata> of(Set<TopicPartition> partitions) {
        Admin admin = admins.get();
        try {
            Map<TopicPartition, @Nullable OffsetAndMetadata> answer = admin.listConsumerGroupOffsets(
                            Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)),
                            new ListConsumerGroupOffsetsOptions()
                                    .requireStable(true)
                                    .timeoutMs((int) timeout.toMillis()))
                    .partitionsToOffsetAndMetadata(group)
                    .get();
            Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
            answer.forEach((partition, offset) -> {
                if (offset != null) {
                    committed.put(partition, offset);
                }
            });
            return committed;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
