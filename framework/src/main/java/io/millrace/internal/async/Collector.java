package io.millrace.internal.async;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects records for a call, until there are enough of them or the first has waited long enough. Confined to the worker. */
final class Collector {

    private final int size;
    private final long lingerNanos;
    private final Consumer<List<QueuedRecord>> calls;
    private final List<QueuedRecord> collected = new ArrayList<>();
    private long firstAt;

    /** {@code calls} makes them. */
    Collector(int size, long lingerNanos, Consumer<List<QueuedRecord>> calls) {
        this.size = size;
        this.lingerNanos = lingerNanos;
        this.calls = calls;
    }

    /** {@code now} is the engine's nanoTime, here and elsewhere. */
    void add(QueuedRecord queued, long now) {
        if (collected.isEmpty()) {
            firstAt = now;
        }
        collected.add(queued);
        if (collected.size() == size) {
            flush();
        }
    }

    /** Makes the call for what there is, if that has waited long enough; returns how many calls it made. */
    int flushIfDue(long now) {
        return nanosToNext(now) == 0 ? flush() : 0;
    }

    /** Makes the call for what there is; returns how many calls it made. */
    int flush() {
        if (collected.isEmpty()) {
            return 0;
        }
        List<QueuedRecord> records = List.copyOf(collected);
        collected.clear();
        calls.accept(records);
        return 1;
    }

    /** Returns for how long nothing is due. */
    long nanosToNext(long now) {
        return collected.isEmpty() ? Long.MAX_VALUE : Math.max(0, firstAt + lingerNanos - now);
    }
}
