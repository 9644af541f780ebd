package io.millrace.internal.epoch;

import io.millrace.runtime.TimeSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * An epoch whose barrier is on its way: where its input ends, and which workers have finished it.
 *
 * <p>A worker reports twice: when the barrier has arrived on all of its lanes, and when all outputs that it had sent by then
 * are acknowledged. The epoch may be committed after the last report; earlier, a crash would lose outputs.
 *
 * <p>Thread-safe.
 */
public final class Epoch {

    private final long number;
    private final Map<PartitionAssignment, Position> end;
    private final TimeSource time;
    private final Runnable onAcknowledged;
    private final AtomicInteger unaligned;
    private final AtomicInteger unacknowledged;
    private final LongAdder outputs = new LongAdder();
    private final long closedAt;
    private volatile long alignedAt;
    private volatile long acknowledgedAt;

    Epoch(long number, Map<PartitionAssignment, Position> end, int workers, TimeSource time, Runnable onAcknowledged) {
        this.number = number;
        this.end = Collections.unmodifiableMap(new LinkedHashMap<>(end));
        this.time = time;
        this.onAcknowledged = onAcknowledged;
        this.unaligned = new AtomicInteger(workers);
        this.unacknowledged = new AtomicInteger(workers);
        this.closedAt = time.nanoTime();
    }

    public long number() {
        return number;
    }

    /** Returns where the input of this epoch ends, by partition. */
    public Map<PartitionAssignment, Position> end() {
        return end;
    }

    /** A worker has this epoch's barrier on all lanes. */
    public void align() {
        alignedAt = time.nanoTime(); // before the report: whoever sees the last one sees its time
        unaligned.decrementAndGet();
    }

    /** A worker that has not acknowledged this epoch will do so {@code more} times more than once: each part of its outputs for itself. */
    public void expect(int more) {
        unacknowledged.addAndGet(more);
    }

    /** The {@code outputCount} outputs that a worker has sent in this epoch are all acknowledged; it sends no more. */
    public void acknowledge(long outputCount) {
        outputs.add(outputCount);
        acknowledgedAt = time.nanoTime();
        int left = unacknowledged.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException(
                    "Epoch %d was acknowledged more often than it has workers and parts of their outputs"
                            .formatted(number));
        }
        if (left == 0) {
            onAcknowledged.run();
        }
    }

    /** {@code outputCount} outputs of this epoch that its workers did not send have become visible with the checkpoint. */
    public void count(long outputCount) {
        outputs.add(outputCount);
    }

    /** Returns whether all workers have reported and the epoch may be committed. */
    public boolean isAcknowledged() {
        return unacknowledged.get() == 0;
    }

    long outputs() {
        return outputs.sum();
    }

    long closedAt() {
        return closedAt;
    }

    long alignedAt() {
        return alignedAt;
    }

    long acknowledgedAt() {
        return acknowledgedAt;
    }
}
