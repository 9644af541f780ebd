package io.millrace.internal.stage;

import io.millrace.errors.RetryPolicy;
import io.millrace.runtime.TimeSource;
import io.millrace.sink.RefusedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Has one batch written, with as many tries as that takes or is allowed. If it is refused, or has failed at each try for reasons that
 * nobody knows, it is divided until the records are found that are to blame. What has to do with nobody being there is never blamed on
 * records.
 *
 * <p>The sink is told of a record that was given up, before anything behind it is written: otherwise a replay would take it for written.
 * Records of partitions that were taken away meanwhile are left out.
 *
 * <p>Confined to the worker.
 */
final class SinkTries {

    private static final RetryPolicy NO_RETRY = RetryPolicy.of(0);

    private final String sink;
    private final SinkCall call;
    private final RetryPolicy retry;
    private final SinkTrouble trouble;
    private final TimeSource time;
    private final SplittableRandom jitter;
    /** What is left of the batch, in its order. */
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();

    private SinkRefusals refusals = (name, origin, failure) -> {
        throw new IllegalStateException("A record was refused before anybody was there to hear of it", failure);
    };
    private boolean isOnTheWay;
    private int retries;
    private long retryAt;
    private long done;

    /** {@code sink} is the node's name. */
    SinkTries(String sink, SinkCall call, RetryPolicy retry, SinkTrouble trouble, TimeSource time) {
        this.sink = sink;
        this.call = call;
        this.retry = retry;
        this.trouble = trouble;
        this.time = time;
        this.jitter = new SplittableRandom(time.nanoTime());
    }

    /** A part of the batch, and what there is to it if it fails for reasons that nobody knows. */
    private record Piece(SinkTask task, RetryPolicy retry) {}

    /** Has {@code newRefusals} decide about records that can't be written. */
    void refuseTo(SinkRefusals newRefusals) {
        refusals = newRefusals;
    }

    /** Returns whether it has no batch. */
    boolean isFree() {
        return pieces.isEmpty();
    }

    /** Takes the next batch, when it {@link #isFree}. */
    void take(List<BatchItem> batch) {
        pieces.add(new Piece(new SinkTask.Write(batch), retry));
    }

    /** Returns how many records are done with, of all that were ever taken: written, given up or left out. */
    long done() {
        return done;
    }

    /** Goes on with the batch; returns how much there was to do. Never waits. */
    int work() {
        return takeOutcome() + send();
    }

    /** Returns for how long {@link #work} has nothing to do with the batch unless the worker is woken. */
    long nanosToNextWork() {
        if (isOnTheWay) {
            return Long.MAX_VALUE;
        }
        return retries > 0 ? Math.max(0, retryAt - time.nanoTime()) : 0;
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
        } else if (pieces.element().task() instanceof SinkTask.GiveUp) {
            notKept(failure);
        } else {
            notWritten(pieces.element(), failure);
        }
        return 1;
    }

    private void notWritten(Piece piece, Exception failure) {
        if (failure instanceof RefusedException) {
            divide(piece.retry(), failure);
        } else if (SinkOutages.isOutage(failure) || piece.retry().allows(retries)) {
            tryAgain(failure);
        } else {
            trouble.isDivided(failure, piece.task().items().size());
            divide(NO_RETRY, failure);
        }
    }

    private void notKept(Exception failure) {
        if (failure instanceof UnsupportedOperationException unable) {
            throw unable;
        }
        tryAgain(failure);
    }

    private void tryAgain(Exception failure) {
        if (!retry.allows(retries)) {
            throw trouble.end(failure, retries + 1);
        }
        Duration pause = retry.delay(++retries, jitter.nextDouble());
        retryAt = time.nanoTime() + pause.toNanos();
        trouble.failed(failure, pause);
    }

    private int send() {
        if (isOnTheWay || (retries > 0 && time.nanoTime() - retryAt < 0)) {
            return 0;
        }
        long before = done;
        leaveOutDiscarded();
        if (pieces.isEmpty()) {
            return (int) (done - before);
        }
        isOnTheWay = true;
        call.begin(pieces.element().task());
        return 1;
    }

    private void leaveOutDiscarded() {
        while (!pieces.isEmpty()) {
            Piece piece = pieces.element();
            List<BatchItem> items = piece.task().items();
            List<BatchItem> left = items.stream()
                    .filter(item -> !item.origin().assignment().isDiscarded())
                    .toList();
            if (left.size() == items.size()) {
                return;
            }
            done += items.size() - left.size();
            pieces.remove();
            if (!left.isEmpty()) {
                pieces.addFirst(new Piece(new SinkTask.Write(left), piece.retry()));
                return;
            }
            retries = 0;
        }
    }

    /** Has the first piece written in two parts, which may each be tried as {@code ofParts} says. */
    private void divide(RetryPolicy ofParts, Exception failure) {
        List<BatchItem> items = pieces.element().task().items();
        if (items.size() == 1) {
            giveUp(items.get(0), failure);
            return;
        }
        int middle = items.size() / 2;
        pieces.remove();
        pieces.addFirst(new Piece(new SinkTask.Write(items.subList(middle, items.size())), ofParts));
        pieces.addFirst(new Piece(new SinkTask.Write(items.subList(0, middle)), ofParts));
        retries = 0;
    }

    private void giveUp(BatchItem item, Exception failure) {
        refusals.refused(sink, item.origin(), cause(failure));
        if (item.record().id().isEmpty()) {
            finish(); // a replay writes whatever comes
            return;
        }
        pieces.remove();
        pieces.addFirst(new Piece(new SinkTask.GiveUp(item), retry));
        retries = 0;
    }

    private void finish() {
        done += pieces.remove().task().items().size();
        retries = 0;
    }

    private static Throwable cause(Exception failure) {
        Throwable cause = failure.getCause();
        return failure instanceof RefusedException && cause != null ? cause : failure;
    }
}
