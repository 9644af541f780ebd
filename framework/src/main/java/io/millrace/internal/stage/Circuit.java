package io.millrace.internal.stage;

import io.millrace.runtime.ErrorSettings;
import java.util.Arrays;

/**
 * Tells when more happens within a time than may. The time is cut into parts, so that it may be shorter by one of them. Thread-safe.
 */
final class Circuit {

    private static final int PARTS = 10;

    private final long most;
    private final long partNanos;
    private final long[] counts = new long[PARTS];
    private long sum;
    private boolean begun;
    private long begin;
    private long part;

    Circuit(ErrorSettings.Circuit limit) {
        this.most = limit.maxErrors() == Integer.MAX_VALUE ? Long.MAX_VALUE : limit.maxErrors();
        this.partNanos = Math.max(1, limit.window().toNanos() / PARTS);
    }

    /** Counts one more at {@code now}, the engine's nanoTime; returns false if it is one too many. */
    synchronized boolean takes(long now) {
        if (!begun) {
            begun = true;
            begin = now;
        }
        moveTo((now - begin) / partNanos);
        counts[index(part)]++;
        sum++;
        return sum <= most;
    }

    private void moveTo(long newPart) {
        if (newPart - part >= PARTS) {
            Arrays.fill(counts, 0);
            sum = 0;
            part = newPart;
        }
        while (part < newPart) {
            part++;
            sum -= counts[index(part)];
            counts[index(part)] = 0;
        }
    }

    private static int index(long part) {
        return (int) (part % PARTS);
    }
}
