package io.millrace.internal.stage;

import io.millrace.internal.epoch.Epoch;
import io.millrace.runtime.TimeSource;
import io.millrace.topology.Batched;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the records that one worker has for one sink elsewhere, and has them written in batches, in their order: one is on its way,
 * or waits for its next try, and the next one collects.
 *
 * <p>Confined to the worker.
 */
final class SinkBatches {

    private final Batched batched;
    private final SinkTries tries;
    private final TimeSource time;
    private final ArrayDeque<BatchItem> collecting = new ArrayDeque<>();
    private final ArrayDeque<SealedEpoch> sealed = new ArrayDeque<>();
    private boolean isHurried;
    private long collectingBytes;
    private long collectingSince;
    private long taken;
    private long takenAtSeal;

    /** {@code tries} writes the batches. */
    SinkBatches(Batched batched, SinkTries tries, TimeSource time) {
        this.batched = batched;
        this.tries = tries;
        this.time = time;
    }

    /** An epoch whose {@code count} records are all done when as many as {@code end} of all records are. */
    private record SealedEpoch(Epoch epoch, long end, long count) {}

    /** Has {@code refusals} decide about records that can't be written. */
    void refuseTo(SinkRefusals refusals) {
        tries.refuseTo(refusals);
    }

    void add(BatchItem item) {
        if (collecting.isEmpty()) {
            collectingSince = time.nanoTime();
        }
        collecting.add(item);
        collectingBytes += item.bytes();
        taken++;
    }

    /** Returns whether the batch that collects has room. */
    boolean isReady() {
        return collecting.size() < batched.size() && collectingBytes < batched.bytes();
    }

    /** Takes what has become of the batch on its way, and sends the next one if it is due. Never waits. */
    int work() {
        int worked = tries.work();
        if (tries.isFree() && nanosToFull() <= 0) {
            tries.take(nextBatch());
            worked += tries.work();
        }
        acknowledge();
        return worked;
    }

    /** Returns for how long {@link #work} has nothing to do unless the worker is woken. */
    long nanosToNextWork() {
        return tries.isFree() ? nanosToFull() : tries.nanosToNextWork();
    }

    /** Returns for how long the batch that collects waits for more records; {@link Long#MAX_VALUE} if it has none. */
    long nanosToFull() {
        if (collecting.isEmpty()) {
            return Long.MAX_VALUE;
        }
        boolean waits = isReady() && sealed.isEmpty() && !isHurried;
        return waits ? Math.max(0, collectingSince + batched.linger().toNanos() - time.nanoTime()) : 0;
    }

    /** Has what collects leave without waiting for more, and returns whether all that was taken is done with. */
    boolean settle() {
        isHurried = tries.done() < taken;
        return !isHurried;
    }

    /** Acknowledges {@code epoch} as soon as all records that came before are done with. */
    void seal(Epoch epoch) {
        sealed.add(new SealedEpoch(epoch, taken, taken - takenAtSeal));
        takenAtSeal = taken;
        acknowledge();
    }

    /** One record is a batch, however large it is. */
    private List<BatchItem> nextBatch() {
        List<BatchItem> batch = new ArrayList<>(Math.min(collecting.size(), batched.size()));
        long bytes = 0;
        while (!collecting.isEmpty() && batch.size() < batched.size()) {
            bytes += collecting.element().bytes();
            if (bytes > batched.bytes() && !batch.isEmpty()) {
                break;
            }
            BatchItem item = collecting.remove();
            collectingBytes -= item.bytes();
            batch.add(item);
        }
        return batch;
    }

    private void acknowledge() {
        while (!sealed.isEmpty() && tries.done() >= sealed.element().end()) {
            SealedEpoch epoch = sealed.remove();
            epoch.epoch().acknowledge(epoch.count());
        }
    }
}
