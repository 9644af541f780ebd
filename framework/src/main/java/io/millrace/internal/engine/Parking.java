package io.millrace.internal.engine;

import io.millrace.internal.exchange.WakeUp;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where the thread of a stage worker sleeps while there is nothing to do. It announces its sleep, looks for work once more,
 * and only then sleeps; whoever has work for it publishes that first and reads the announcement afterwards. With a full fence
 * on both sides no wake-up is missed; the longest sleep is a net only.
 */
final class Parking implements WakeUp {

    private static final long LONGEST_SLEEP_NANOS = 100_000_000;

    private volatile @Nullable Thread sleeper;

    /** Announces that the calling thread is about to sleep; it looks for work after this. */
    void announce() {
        sleeper = Thread.currentThread();
        VarHandle.fullFence();
    }

    /** Takes the announcement back. */
    void cancel() {
        sleeper = null;
    }

    /** Sleeps until it is woken, for {@code nanos} at most; returns at once if that has happened since the announcement. */
    void sleep(long nanos) {
        LockSupport.parkNanos(this, Math.min(nanos, LONGEST_SLEEP_NANOS));
        sleeper = null;
    }

    @Override
    public void wakeUp() {
        Thread thread = sleeper;
        if (thread != null) {
            sleeper = null;
            LockSupport.unpark(thread);
        }
    }
}
