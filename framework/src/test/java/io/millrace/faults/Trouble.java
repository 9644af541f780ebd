package io.millrace.faults;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** What the code of a {@link TroubledService} does with a record before it copies it. */
enum Trouble {
    NONE {
        @Override
        void meet(String value) {}
    },

    /** It never comes back from one record. */
    ENDLESS {
        @Override
        void meet(String value) {
            if (value.equals(STUCK_AT)) {
                System.out.println(STUCK);
                while (FOR_EVER.get()) {
                    Thread.onSpinWait();
                }
            }
        }
    },

    /** It waits for something elsewhere that does not answer, and takes no interrupt for an answer. */
    SLEEPING {
        @Override
        void meet(String value) {
            if (value.equals(STUCK_AT)) {
                System.out.println(STUCK);
                while (FOR_EVER.get()) {
                    LockSupport.park();
                    Thread.interrupted();
                }
            }
        }
    },

    /** It takes ten times as long as there is time for each record. */
    SLOW {
        @Override
        void meet(String value) {
            LockSupport.parkNanos(SLOW_NANOS);
        }
    },

    /** It takes its time for the first record, while all others come that may. */
    HOLDING {
        @Override
        void meet(String value) {
            if (FIRST.compareAndSet(true, false)) {
                LockSupport.parkNanos(HOLDING_NANOS);
            }
        }
    };

    /** What is printed when it gets stuck. */
    static final String STUCK = "the service is stuck";

    private static final String STUCK_AT = "50";

    /** A {@link Ledger} gives a record about every half a millisecond. */
    private static final long SLOW_NANOS = 5_000_000;

    private static final long HOLDING_NANOS = 3_000_000_000L;

    private static final AtomicBoolean FIRST = new AtomicBoolean(true);
    private static final AtomicBoolean FOR_EVER = new AtomicBoolean(true);

    abstract void meet(String value);
}
