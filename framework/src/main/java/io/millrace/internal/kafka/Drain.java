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
    private final IntSupplier otherWorkers;
    private final BooleanSupplier failed;
    private final TimeSource time;
    private final Waiting waiting;
    private final Duration timeout;

    /**
     * @param otherWorkers runs the workers that share the poll thread once, and says how much they did
     * @param failed whether the topology has failed, so that nothing will be acknowledged any more
     */
    Drain(
            SourceParts parts,
            IntSupplier otherWorkers,
            BooleanSupplier failed,
            TimeSource time,
            Waiting waiting,
            Duration timeout) {
        this.parts = parts;
        this.otherWorkers = otherWorkers;
        this.failed = failed;
        this.time = time;
        this.waiting = waiting;
        this.timeout = timeout;
    }

    /**
     * Ends the epoch and waits until it is committed, with all that was read of {@code leaving} in it; returns whether that
     * was done in time.
     */
    boolean commit(Collection<TopicPartition> leaving) {
        long deadline = time.nanoTime() + timeout.toNanos();
        parts.feeds().all().stream()
                .filter(feed -> leaving.contains(feed.partition()))
                .forEach(PartitionFeed::dropWaiting);
        if (!await(() -> parts.epochs().isFlowing(), deadline)) {
            return false;
        }
        parts.epochs().sendBarrier();
        return await(() -> parts.epochs().isFlowing(), deadline);
    }

    private boolean await(BooleanSupplier done, long deadline) {
        while (!done.getAsBoolean()) {
            if (failed.getAsBoolean() || time.nanoTime() - deadline >= 0) {
                return false;
            }
            int work = 0;
            for (Exchange exchange : parts.routes().exchanges()) {
                work += exchange.flush();
            }
            work += otherWorkers.getAsInt();
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
