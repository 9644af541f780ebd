package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Checkpointer;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the end of an epoch as the offsets of the consumer group: the checkpoint of a topology without state.
 *
 * <p>A commit that is refused or lost is tried again with what is still owned by then, for as long as it takes; the records
 * flow meanwhile. Offsets that are committed already are left out.
 *
 * <p>Confined to the source worker.
 */
final class OffsetCommitter implements Checkpointer {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommitter.class);
    private static final long RETRY_NANOS = 200_000_000;

    private final Consumer<byte[], byte[]> consumer;
    private final TimeSource time;
    /** By assignment, each for as long as anybody knows it. */
    private final Map<PartitionAssignment, Position> committed = new WeakHashMap<>();

    private Map<PartitionAssignment, Position> uncommitted = Map.of();
    private boolean answerPending;
    private long sentAt;
    private long retryAt;
    private boolean failing;
    private @Nullable KafkaException failure;

    OffsetCommitter(Consumer<byte[], byte[]> consumer, TimeSource time) {
        this.consumer = consumer;
        this.time = time;
    }

    /** Notes that reading of {@code assignment} began at {@code position}, which is committed. */
    void startedAt(PartitionAssignment assignment, Position position) {
        committed.put(assignment, position);
    }

    /**
     * Commits where reading begins and waits for the answer; returns whether that is durable. Does not touch what {@link
     * #begin} began.
     */
    boolean commitFirst(Map<PartitionAssignment, Position> first, Duration timeout) {
        if (first.isEmpty()) {
            return true;
        }
        try {
            Unwoken.call(() -> {
                consumer.commitSync(offsets(first), timeout);
                return first;
            });
            committed.putAll(first);
            return true;
        } catch (KafkaException e) {
            if (!KafkaFailures.isPassingForCommit(e)) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public void begin(Map<PartitionAssignment, Position> end) {
        uncommitted = new HashMap<>(end);
        uncommitted.entrySet().removeIf(entry -> entry.getValue().equals(committed.get(entry.getKey())));
        retryAt = time.nanoTime();
    }

    @Override
    public boolean advance() {
        if (failure != null) {
            throw failure;
        }
        if (answerPending) {
            return false;
        }
        uncommitted.keySet().removeIf(PartitionAssignment::isDiscarded);
        if (uncommitted.isEmpty()) {
            return true;
        }
        if (time.nanoTime() - retryAt >= 0) {
            Map<PartitionAssignment, Position> sent = Map.copyOf(uncommitted);
            answerPending = true;
            sentAt = time.nanoTime();
            consumer.commitAsync(offsets(sent), (offsets, exception) -> answered(sent, exception));
        }
        return false;
    }

    /** Returns the engine's nanoTime when the last commit was sent. */
    long sentAt() {
        return sentAt;
    }

    /** Returns whether a commit was sent whose answer has not come. */
    boolean isAnswerPending() {
        return answerPending;
    }

    /**
     * Waits for the answer to a commit that was sent, if there is one, for {@code timeout} at most; for where nobody polls the
     * consumer meanwhile.
     *
     * <p>Kafka promises that a synchronous commit, even of nothing, first delivers the answers to those before it.
     */
    void awaitAnswer(Duration timeout) {
        if (answerPending) {
            try {
                Unwoken.call(() -> {
                    consumer.commitSync(Map.of(), timeout);
                    return answerPending;
                });
            } catch (KafkaException e) {
                if (!KafkaFailures.isPassingForCommit(e)) {
                    throw e;
                }
                LOG.debug(
                        "No answer to a commit within {} ms: {}",
                        timeout.toMillis(),
                        e.getClass().getName());
            }
        }
    }

    private void answered(Map<PartitionAssignment, Position> sent, @Nullable Exception exception) {
        answerPending = false;
        if (exception == null) {
            done(sent);
        } else if (KafkaFailures.isPassingForCommit(exception)) {
            retryAt = time.nanoTime() + RETRY_NANOS;
            if (!failing) {
                failing = true;
                LOG.warn(
                        "Offsets {} could not be committed ({}); records flow on, and it is tried again until it succeeds",
                        offsets(sent),
                        exception.getClass().getName());
            }
        } else {
            failure = exception instanceof KafkaException kafka ? kafka : new KafkaException(exception);
        }
    }

    private void done(Map<PartitionAssignment, Position> sent) {
        committed.putAll(sent);
        uncommitted = Map.of();
        if (failing) {
            failing = false;
            LOG.info("Offsets are committed again");
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<PartitionAssignment, Position> positions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((assignment, position) -> offsets.put(
                new TopicPartition(assignment.topic(), assignment.partition().partition()),
                CommitMetadata.of(assignment).with(position)));
        return offsets;
    }
}
