package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.plan.Plan;
import io.millrace.runtime.TimeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has Kafka delete the records of repartition topics that are processed and whose offsets are committed, every so often. Nobody
 * waits for that; what fails is tried again with the next epoch.
 *
 * <p>Confined to the source worker.
 */
final class RepartitionPurge {

    private static final Logger LOG = LoggerFactory.getLogger(RepartitionPurge.class);
    private static final long BETWEEN_NANOS = 30_000_000_000L;

    private final Plan plan;
    private final Function<Map<TopicPartition, Long>, CompletableFuture<Void>> deletion;
    private final TimeSource time;
    private final Map<TopicPartition, Long> deleted = new HashMap<>();
    private Map<TopicPartition, Long> asked = Map.of();
    private @Nullable CompletableFuture<Void> answer;
    private long nextAt;
    private boolean warned;

    /** {@code deletion} has the records of partitions deleted that lie before an offset, and does not wait. */
    RepartitionPurge(
            Plan plan, Function<Map<TopicPartition, Long>, CompletableFuture<Void>> deletion, TimeSource time) {
        this.plan = plan;
        this.deletion = deletion;
        this.time = time;
        this.nextAt = time.nanoTime();
    }

    /** An epoch that ended at {@code end} is durable. */
    void committed(Map<PartitionAssignment, Position> end) {
        if (!takeAnswer() || time.nanoTime() - nextAt < 0) {
            return;
        }
        Map<TopicPartition, Long> processed = new HashMap<>();
        end.forEach((assignment, position) -> {
            TopicPartition partition = new TopicPartition(
                    assignment.topic(), assignment.partition().partition());
            // Of what was taken away in the meantime it is not certain that its offset was committed.
            if (!assignment.isDiscarded()
                    && plan.isRepartitionTopic(partition.topic())
                    && position.offset() > deleted.getOrDefault(partition, 0L)) {
                processed.put(partition, position.offset());
            }
        });
        if (!processed.isEmpty()) {
            nextAt = time.nanoTime() + BETWEEN_NANOS;
            asked = processed;
            answer = deletion.apply(processed);
        }
    }

    /** Returns false if an answer is still to come. */
    private boolean takeAnswer() {
        CompletableFuture<Void> current = answer;
        if (current == null) {
            return true;
        }
        if (!current.isDone()) {
            return false;
        }
        answer = null;
        try {
            current.join();
            deleted.putAll(asked);
        } catch (CompletionException e) {
            tell(e.getCause() == null ? e : e.getCause());
        }
        return true;
    }

    private void tell(Throwable failure) {
        if (failure instanceof AuthorizationException && !warned) {
            warned = true;
            LOG.atWarn()
                    .addKeyValue("millrace.topology", plan.topology())
                    .log(
                            "Topology '{}' may not delete records of its repartition topics, so that those keep what is processed: allow"
                                    + " its principal the operation DELETE on {}",
                            plan.topology(),
                            asked.keySet().stream()
                                    .map(TopicPartition::topic)
                                    .distinct()
                                    .toList());
        } else {
            LOG.debug("Records of {} could not be deleted", asked.keySet(), failure);
        }
    }
}
