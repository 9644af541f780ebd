package io.millrace.internal.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;

/**
 * What the consumer group has committed, once no transaction is about to change it. Waits for Kafka. Immutable.
 *
 * @param question as {@link RestoreQuestions#stableOffsets}
 */
record GroupOffsets(
        Function<Set<TopicPartition>, CompletableFuture<Map<TopicPartition, Optional<OffsetAndMetadata>>>> question,
        Duration timeout,
        Waiting waiting) {

    /**
     * Returns the committed offsets of {@code partitions}; those that have none are left out.
     *
     * @throws KafkaException if there is no answer in time, or an open transaction keeps it from being final
     */
    Map<TopicPartition, OffsetAndMetadata> of(Set<TopicPartition> partitions) {
        Map<TopicPartition, Optional<OffsetAndMetadata>> answer = answer(partitions);
        if (!answer.keySet().containsAll(partitions)) {
            throw new UnstableOffsetCommitException("An open transaction is about to commit offsets");
        }
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        answer.forEach((partition, offset) -> offset.ifPresent(found -> committed.put(partition, found)));
        return committed;
    }

    private Map<TopicPartition, Optional<OffsetAndMetadata>> answer(Set<TopicPartition> partitions) {
        try {
            return waiting.await(question.apply(partitions), timeout);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("The committed offsets were not told in time", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e);
        }
    }
}
