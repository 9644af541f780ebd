package io.millrace.internal.stage;

import io.millrace.internal.exchange.Origin;
import io.millrace.trace.TraceStep;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The records of one worker that have failed and wait for their next try, each in a line with later ones of its key at its node, so that
 * a key's records stay in order. Others pass.
 *
 * <p>While one waits, the event time of its shard stands still here and behind, so that it is not late when it goes on. No barrier
 * passes one.
 *
 * <p>Confined to the worker.
 */
final class ParkedRecords {

    private final StageContext context;
    private final RecordErrors errors;
    private final ErrorMeter meter;
    /** From so many on there is no room for more. */
    private final int most;

    private final Map<Place, Line> lines = new HashMap<>();
    private final PriorityQueue<Line> due = new PriorityQueue<>();
    private int size;
    private long made;

    ParkedRecords(StageContext context, RunErrors run, RecordErrors errors) {
        this.context = context;
        this.errors = errors;
        this.meter = run.meter();
        this.most = run.settings().maxParked();
    }

    /** Returns whether nothing waits; what was taken away is forgotten. */
    boolean isSettled() {
        if (size > 0) {
            dropDiscarded();
        }
        return size == 0;
    }

    /** Returns whether so many wait that nothing new should be taken. */
    boolean isFull() {
        return size >= most;
    }

    /** Returns whether a record of {@code key} waits at {@code at}, so that what comes of it has to wait behind that. */
    boolean isBlocked(GuardedOperator at, @Nullable Object key) {
        return size > 0 && lineOf(at, key) != null;
    }

    /** The record, or the timer, in hand has come to {@code at}, where {@link #isBlocked one of its key} waits; {@code trial} goes on with it. */
    void await(GuardedOperator at, @Nullable Object key, Runnable trial) {
        @Nullable Line line = lineOf(at, key);
        if (line == null) {
            throw new IllegalStateException("Nothing waits at '%s' that could be waited for".formatted(at.node()));
        }
        line.records.add(parked(trial));
    }

    /**
     * The record, or the timer, in hand has failed at {@code at} for the first time.
     *
     * @param key its key
     * @param trial tries again
     */
    void failed(GuardedOperator at, @Nullable Object key, Runnable trial, Throwable thrown) {
        long pause = errors.decide(at.node(), at.phase(), 1, thrown);
        if (pause == RecordErrors.OVER) {
            return;
        }
        @Nullable Place place = Place.of(at, key);
        Line line = new Line(at, place, made++, context.time().nanoTime() + pause);
        line.records.add(parked(trial));
        if (place != null) {
            lines.put(place, line);
        }
        due.add(line);
    }

    /** Tries what is due again, for as long as {@code mayGoOn}; returns how many tries there were. */
    int work(BooleanSupplier mayGoOn) {
        if (size == 0) {
            return 0;
        }
        int done = 0;
        long now = context.time().nanoTime();
        for (Line next = due.peek();
                next != null && next.dueAt - now <= 0 && mayGoOn.getAsBoolean();
                next = due.peek()) {
            due.remove();
            tryAgain(next, now);
            done++;
        }
        return done;
    }

    /** Returns for how many nanoseconds nothing is due. */
    long nanosToNext() {
        @Nullable Line next = due.peek();
        return next == null
                ? Long.MAX_VALUE
                : Math.max(0, next.dueAt - context.time().nanoTime());
    }

    /** Whoever has the partition now reads its records again. */
    private void dropDiscarded() {
        for (Line line : new ArrayList<>(due)) {
            Parked first = line.records.element();
            for (Iterator<Parked> records = line.records.iterator(); records.hasNext(); ) {
                Parked record = records.next();
                if (record.origin().assignment().isDiscarded()) {
                    records.remove();
                    release(record);
                }
            }
            if (line.records.peek() != first) {
                due.remove(line);
                goOnBehindFirst(line, context.time().nanoTime());
            }
        }
    }

    private void tryAgain(Line line, long now) {
        Parked first = line.records.element();
        if (!first.origin().assignment().isDiscarded() && failsAgain(line, first)) {
            due.add(line);
            return;
        }
        line.records.remove();
        release(first);
        goOnBehindFirst(line, now);
    }

    /** The first of {@code line} waits no more: the next one, which has not been tried yet, is due. */
    private void goOnBehindFirst(Line line, long now) {
        if (line.records.isEmpty()) {
            end(line);
        } else {
            line.attempts = 0;
            line.dueAt = now;
            due.add(line);
        }
    }

    private boolean failsAgain(Line line, Parked parked) {
        TraceStep before = parked.origin().trace();
        if (before == TraceStep.NONE) {
            return failsAgainNow(line, parked);
        }
        TraceStep step = before.next(TraceStep.Kind.RETRY, context.place(), line.at.node());
        TraceStep.Scope scope = step.enter();
        try {
            return failsAgainNow(line, parked.at(step));
        } finally {
            scope.close();
            step.end();
        }
    }

    private boolean failsAgainNow(Line line, Parked parked) {
        CurrentRecord current = context.current();
        current.resume(parked);
        try {
            long pause = pauseAfter(line, parked);
            current.finish();
            line.dueAt = context.time().nanoTime() + pause;
            return pause != RecordErrors.OVER;
        } catch (NodeFailure failure) {
            throw failure.on(context, parked.origin());
        }
    }

    /** Tries again; returns how long to wait for the next try, or {@link RecordErrors#OVER} if there is none. */
    private long pauseAfter(Line line, Parked parked) {
        try {
            parked.trial().run();
            return RecordErrors.OVER;
        } catch (NodeFailure failure) {
            throw failure;
        } catch (Throwable thrown) {
            line.attempts++;
            return errors.decide(line.at.node(), line.at.phase(), line.attempts, thrown);
        }
    }

    private @Nullable Line lineOf(GuardedOperator at, @Nullable Object key) {
        @Nullable Place place = Place.of(at, key);
        return place == null ? null : lines.get(place);
    }

    private void end(Line line) {
        if (line.place != null) {
            lines.remove(line.place);
        }
    }

    private Parked parked(Runnable trial) {
        CurrentRecord current = context.current();
        Origin origin = current.origin();
        @Nullable StageTime time = context.eventTime();
        @Nullable PartitionTime partition = time == null ? null : time.find(origin.assignment());
        @Nullable ShardTime held = partition == null ? null : partition.shard();
        if (held != null) {
            held.hold();
        }
        size++;
        meter.parked(1);
        return new Parked(trial, origin, current.entryKey(), held);
    }

    private void release(Parked record) {
        size--;
        meter.parked(-1);
        if (record.held() != null) {
            record.held().release();
        }
    }

    /**
     * A record that waits, or a timer.
     *
     * @param entryKey the key that brought it to this worker
     * @param held whose event time stands still meanwhile; null if none is kept
     */
    record Parked(
            Runnable trial,
            Origin origin,
            @Nullable Object entryKey,
            @Nullable ShardTime held) {

        /** Returns the same for a try at {@code step}. */
        Parked at(TraceStep step) {
            return new Parked(trial, origin.at(step), entryKey, held);
        }
    }

    /** Where the records of a key wait. */
    private record Place(GuardedOperator at, Object key) {

        /** Returns the place; null if there is no key, so that nothing waits behind anything. */
        static @Nullable Place of(GuardedOperator at, @Nullable Object key) {
            if (key == null) {
                return null;
            }
            return new Place(at, key instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : key);
        }
    }

    /** A record and those that wait behind it. */
    private static final class Line implements Comparable<Line> {
        private final GuardedOperator at;
        private final @Nullable Place place;
        private final long number;
        private final Deque<Parked> records = new ArrayDeque<>();
        private long dueAt;
        private int attempts = 1;

        Line(GuardedOperator at, @Nullable Place place, long number, long dueAt) {
            this.at = at;
            this.place = place;
            this.number = number;
            this.dueAt = dueAt;
        }

        @Override
        public int compareTo(Line other) {
            int byTime = Long.compare(dueAt - other.dueAt, 0);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
