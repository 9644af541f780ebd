package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
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
final class OffsetCommitter implements Committer {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommitter.class);
    private static final long RETRY_NANOS = 200_000_000;

    private final String topology;
    private final Consumer<byte[], byte[]> consumer;
    private final TimeSource time;
    private final CommittedPositions committed;
    private Map<PartitionAssignment, Position> uncommitted = Map.of();
    private boolean answerPending;
    private long sentAt;
    private long retryAt;
    private boolean failing;
    private @Nullable KafkaException failure;

    OffsetCommitter(String topology, Consumer<byte[], byte[]> consumer, TimeSource time) {
        this.topology = topology;
        this.consumer = consumer;
        this.time = time;
        this.committed = new CommittedPositions();
    }

    @Override
    public void startedAt(PartitionAssignment assignment, Position position) {
        committed.add(assignment, position);
    }

    @Override
    public void begin(Map<PartitionAssignment, Position> end) {
        uncommitted = new HashMap<>(end);
        uncommitted.entrySet().removeIf(entry -> committed.contains(entry.getKey(), entry.getValue()));
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
            consumer.commitAsync(CommittedPositions.offsets(sent), (offsets, exception) -> answered(sent, exception));
        }
        return false;
    }

    @Override
    public long sentAt() {
        return sentAt;
    }

    @Override
    public boolean isAnswerPending() {
        return answerPending;
    }

    @Override
    public void awaitAnswer(Duration timeout) {
        if (answerPending) {
            // Kafka promises that a synchronous commit, even of nothing, first delivers the answers to those before it.
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
                LOG.atWarn()
                        .addKeyValue("millrace.topology", topology)
                        .log(
                                "Topology '{}': offsets {} could not be committed ({}); records flow on, and it is tried again until it succeeds",
                                topology,
                                CommittedPositions.offsets(sent),
                                exception.getClass().getName());
            }
        } else {
            failure = exception instanceof KafkaException kafka ? kafka : new KafkaException(exception);
        }
    }

    private void done(Map<PartitionAssignment, Position> sent) {
        committed.addAll(sent);
        uncommitted = Map.of();
        if (failing) {
            failing = false;
            LOG.atInfo()
                    .addKeyValue("millrace.topology", topology)
                    .log("Topology '{}': offsets are committed again", topology);
        }
    }
}
