package io.millrace.internal.stage;

import io.millrace.errors.RetryPolicy;
import io.millrace.internal.epoch.Epoch;
import io.millrace.runtime.TimeSource;
import io.millrace.sink.RefusedException;
import io.millrace.topology.Batched;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Collects the records that one worker has for one sink elsewhere, and has them written in batches, in their order: one is on its way,
 * or waits for its next try, and the next one collects. Records of partitions that were taken away meanwhile are left out.
 *
 * <p>A batch that is refused, or whose tries are used up, is divided until the records are found that are to blame.
 *
 * <p>Confined to the worker.
 */
final class SinkBatches {

    private final String sink;
    private final SinkCall call;
    private final Batched batched;
    private final SinkTrouble trouble;
    private final TimeSource time;
    private final SplittableRandom jitter;
    private final ArrayDeque<BatchItem> collecting = new ArrayDeque<>();
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private final ArrayDeque<SealedEpoch> sealed = new ArrayDeque<>();
    private SinkRefusals refusals = (name, origin, failure) -> {
        throw new IllegalStateException("A record was refused before anybody was there to hear of it", failure);
    };
    private Piece current = Piece.NONE;
    private boolean isOnTheWay;
    private boolean isHurried;
    private int retries;
    private long retryAt;
    private long collectingSince;
    private long taken;
    private long done;
    private long takenAtSeal;

    /** {@code sink} is the node's name. */
    SinkBatches(String sink, SinkCall call, Batched batched, SinkTrouble trouble, TimeSource time) {
        this.sink = sink;
        this.call = call;
        this.batched = batched;
        this.trouble = trouble;
        this.time = time;
        this.jitter = new SplittableRandom(time.nanoTime());
    }

    /** A batch, or a part of one that failed as a whole. */
    private record Piece(List<BatchItem> items, RetryPolicy retry) {

        static final Piece NONE = new Piece(List.of(), RetryPolicy.of(0));

        boolean isEmpty() {
            return items.isEmpty();
        }
    }

    /** An epoch whose {@code count} records are all done when as many as {@code end} of all records are. */
    private record SealedEpoch(Epoch epoch, long end, long count) {}

    /** Has {@code newRefusals} decide about records that can't be written. */
    void refuseTo(SinkRefusals newRefusals) {
        refusals = newRefusals;
    }

    void add(BatchItem item) {
        if (collecting.isEmpty()) {
            collectingSince = time.nanoTime();
        }
        collecting.add(item);
        taken++;
    }

    /** Returns whether the batch that collects has room. */
    boolean isReady() {
        return collecting.size() < batched.size();
    }

    /** Takes what has become of the batch on its way, and sends the next one if it is due. Never waits. */
    int work() {
        return takeOutcome() + send();
    }

    /** Returns for how long {@link #work} has nothing to do unless the worker is woken. */
    long nanosToNextWork() {
        if (isOnTheWay) {
            return Long.MAX_VALUE;
        }
        if (!current.isEmpty()) {
            return Math.max(0, retryAt - time.nanoTime());
        }
        if (!pieces.isEmpty()) {
            return 0;
        }
        return nanosToFull();
    }

    /** Returns for how long the batch that collects waits for more records; {@link Long#MAX_VALUE} if it has none. */
    long nanosToFull() {
        if (collecting.isEmpty()) {
            return Long.MAX_VALUE;
        }
        boolean waits = collecting.size() < batched.size() && sealed.isEmpty() && !isHurried;
        return waits ? Math.max(0, collectingSince + batched.linger().toNanos() - time.nanoTime()) : 0;
    }

    /** Has what collects leave without waiting for more, and returns whether all that was taken is done with. */
    boolean settle() {
        isHurried = done < taken;
        return !isHurried;
    }

    /** Acknowledges {@code epoch} as soon as all records that came before are done with. */
    void seal(Epoch epoch) {
        sealed.add(new SealedEpoch(epoch, taken, taken - takenAtSeal));
        takenAtSeal = taken;
        acknowledge();
    }

    private int takeOutcome() {
        SinkCall.Outcome outcome = call.takeOutcome();
        if (outcome == null) {
            return 0;
        }
        isOnTheWay = false;
        Exception failure = outcome.failure();
        if (failure == null) {
            trouble.isOver();
            finish();
        } else if (failure instanceof RefusedException) {
            divide(current.retry(), failure);
        } else if (current.retry().allows(retries)) {
            Duration pause = current.retry().delay(++retries, jitter.nextDouble());
            retryAt = time.nanoTime() + pause.toNanos();
            trouble.failed(failure, pause);
        } else {
            divide(RetryPolicy.of(0), failure); // each part gets one try more, and no pauses
        }
        return 1;
    }

    private int send() {
        if (isOnTheWay || (retries > 0 && time.nanoTime() - retryAt < 0)) {
            return 0;
        }
        Piece before = current;
        leaveOutDiscarded();
        if (current.isEmpty()) {
            retries = 0;
            next();
            leaveOutDiscarded();
        }
        if (current.isEmpty()) {
            return before.isEmpty() ? 0 : 1;
        }
        isOnTheWay = true;
        call.begin(current.items().stream().map(BatchItem::record).toList());
        return 1;
    }

    private void next() {
        Piece piece = pieces.poll();
        if (piece != null) {
            current = piece;
        } else if (nanosToFull() <= 0) {
            List<BatchItem> batch = new ArrayList<>(Math.min(collecting.size(), batched.size()));
            while (batch.size() < batched.size() && !collecting.isEmpty()) {
                batch.add(collecting.remove());
            }
            current = new Piece(batch, batched.retry());
        }
    }

    private void leaveOutDiscarded() {
        List<BatchItem> left = current.items().stream()
                .filter(item -> !item.origin().assignment().isDiscarded())
                .toList();
        int dropped = current.items().size() - left.size();
        if (dropped > 0) {
            current = new Piece(left, current.retry());
            finished(dropped);
        }
    }

    /** Has the current batch written in two parts, which may each be tried as {@code retry} says. */
    private void divide(RetryPolicy retry, Exception failure) {
        List<BatchItem> items = current.items();
        if (items.size() == 1) {
            refusals.refused(sink, items.get(0).origin(), cause(failure));
            finish();
        } else {
            int middle = items.size() / 2;
            pieces.addFirst(new Piece(items.subList(middle, items.size()), retry));
            pieces.addFirst(new Piece(items.subList(0, middle), retry));
            current = Piece.NONE;
            retries = 0;
        }
    }

    private void finish() {
        int count = current.items().size();
        current = Piece.NONE;
        retries = 0;
        finished(count);
    }

    private void finished(int count) {
        done += count;
        acknowledge();
    }

    private void acknowledge() {
        while (!sealed.isEmpty() && done >= sealed.element().end()) {
            SealedEpoch epoch = sealed.remove();
            epoch.epoch().acknowledge(epoch.count());
        }
    }

    private static Throwable cause(Exception failure) {
        Throwable cause = failure.getCause();
        return failure instanceof RefusedException && cause != null ? cause : failure;
    }
}
