package io.millrace.simulation;

import io.millrace.runtime.TimeSource;

/** The time of a simulation, which stands still but for {@link #advance}. Confined to the simulation's thread. */
final class SimulatedTime implements TimeSource {

    private static final long START_MILLIS = 1_767_225_600_000L;

    private long nanos;

    void advance(long micros) {
        nanos += micros * 1_000;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long currentTimeMillis() {
        return START_MILLIS + nanos / 1_000_000;
    }

    /** Returns the microseconds since the start. */
    long micros() {
        return nanos / 1_000;
    }
}
