package io.millrace.internal.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Asks where partitions end at the moment, and waits for the answer: one request, in which nothing flows. Confined to the source
 * worker.
 *
 * @param timeout bounds the question
 */
record CurrentEnds(Consumer<?, ?> consumer, Duration timeout) {

    /** Returns where {@code partitions} end, as far as Kafka says it in time: one without a leader must not stop the others. */
    Map<TopicPartition, Long> of(Set<TopicPartition> partitions) {
        try {
            return Unwoken.call(() -> consumer.endOffsets(partitions, timeout));
        } catch (TimeoutException e) {
            return partitions.size() > 1 ? oneByOne(partitions) : Map.of();
        }
    }

    private Map<TopicPartition, Long> oneByOne(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        Duration each = timeout.dividedBy(partitions.size());
        for (TopicPartition partition : partitions) {
            try {
                ends.putAll(Unwoken.call(() -> consumer.endOffsets(Set.of(partition), each)));
            } catch (TimeoutException e) {
                continue; // it is asked again for the next batch
            }
        }
        return ends;
    }
}
