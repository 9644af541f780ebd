package io.millrace.spring.tracing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds how many records a second may begin a trace, so that their number does not decide what tracing costs. It lets those of a second
 * come at once, and then one after each of their share of a second (the generic cell rate algorithm).
 *
 * <p>Thread-safe; who is refused waits for nobody and writes nothing.
 */
final class NewTraces {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private final long nanosForEach;
    /** When the room of a second would be all there again. */
    private final AtomicLong roomAt;

    /** {@code now} is the same clock's as everywhere. */
    NewTraces(int perSecond, long now) {
        this.perSecond = perSecond;
        this.nanosForEach = perSecond == 0 ? 0 : SECOND / perSecond;
        this.roomAt = new AtomicLong(now);
    }

    /** Returns whether another one may begin at {@code now}, in nanoseconds. */
    boolean mayBegin(long now) {
        long before = roomAt.get();
        if (perSecond == 0 || before - now > SECOND - nanosForEach) {
            return false;
        }
        long from = before - now > 0 ? before : now;
        return roomAt.compareAndSet(before, from + nanosForEach); // where two meet, one goes without
    }
}
