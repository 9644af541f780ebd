package io.millrace.internal.kafka;

import io.millrace.internal.exchange.Exchange;
import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Brings everything that is in flight to a checkpoint before partitions are given up. The only place where the poll thread
 * waits for the workers: Kafka asks for it within a poll, so it steps those that share the thread itself.
 *
 * <p>Confined to the source worker.
 */
final class Drain {

    private static final Duration NAP = Duration.ofNanos(200_000);

    private final SourceParts parts;
    private final CurrentIntake intakes;
    private final Others others;
    private final TimeSource time;
    private final Waiting waiting;
    private final Duration timeout;

    Drain(SourceParts parts, CurrentIntake intakes, Others others, TimeSource time, Waiting waiting, Duration timeout) {
        this.parts = parts;
        this.intakes = intakes;
        this.others = others;
        this.time = time;
        this.waiting = waiting;
        this.timeout = timeout;
    }

    /**
     * Those who work meanwhile.
     *
     * @param work runs the workers that share the poll thread once, and says how much they did
     * @param failed whether the topology has failed, so that nothing will be acknowledged any more
     */
    record Others(IntSupplier work, BooleanSupplier failed) {}

    /**
     * Ends the epoch and waits until it is committed, with all that was read of {@code leaving} in it; returns whether that
     * was done in time. It is not where the epoch may not end and more would have to be read first.
     */
    boolean commit(Collection<TopicPartition> leaving) {
        long deadline = time.nanoTime() + timeout.toNanos();
        if (!reachEdge(deadline)) {
            return false;
        }
        parts.feeds().all().stream()
                .filter(feed -> leaving.contains(feed.partition()))
                .forEach(PartitionFeed::dropWaiting);
        if (!await(() -> parts.epochs().isFlowing(), deadline)) {
            return false;
        }
        parts.epochs().sendBarrier();
        return await(() -> parts.epochs().isFlowing(), deadline);
    }

    /** Has records that were read enter the lanes where the epoch must not end without them. */
    private boolean reachEdge(long deadline) {
        Intake intake = intakes.get();
        return intake.isEdge() || (await(() -> hasPublished(intake), deadline) && intake.isEdge());
    }

    private boolean hasPublished(Intake intake) {
        intake.publish();
        return parts.feeds().all().stream().noneMatch(PartitionFeed::hasNext);
    }

    private boolean await(BooleanSupplier done, long deadline) {
        while (!done.getAsBoolean()) {
            if (others.failed().getAsBoolean() || time.nanoTime() - deadline >= 0) {
                return false;
            }
            int work = 0;
            for (Exchange exchange : parts.routes().exchanges()) {
                work += exchange.flush();
            }
            work += others.work().getAsInt();
            work += parts.epochs().advance() ? 1 : 0;
            parts.committer().awaitAnswer(left(deadline));
            if (work == 0) {
                waiting.pause(NAP);
            }
        }
        return true;
    }

    private Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - time.nanoTime()));
    }
}
