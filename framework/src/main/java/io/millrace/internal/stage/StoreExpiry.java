package io.millrace.internal.stage;

/** Removes entries whose time to live is over from a worker's stores, a portion at a time. Confined to the worker. */
final class StoreExpiry {

    private static final long INTERVAL_NANOS = 100_000_000;
    private static final int MOST_AT_ONCE = 1_000;

    private final StageContext context;
    private long next;

    StoreExpiry(StageContext context) {
        this.context = context;
        this.next = context.time().nanoTime();
    }

    /** Removes a portion if it is time to at {@code now}, the engine's nanoTime; returns how many entries. */
    int work(long now) {
        if (now - next < 0) {
            return 0;
        }
        int expired = context.stores().expire(MOST_AT_ONCE);
        if (expired < MOST_AT_ONCE) {
            next = now + INTERVAL_NANOS;
        }
        return expired;
    }
}
