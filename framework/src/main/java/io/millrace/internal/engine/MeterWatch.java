package io.millrace.internal.engine;

import io.millrace.internal.metrics.TopologyMeter;

/** Has the intervals of a meter end in time, as long as a run lasts. Thread-safe. */
final class MeterWatch implements Watched {

    private final TopologyMeter meter;
    private volatile boolean ended;

    MeterWatch(TopologyMeter meter) {
        this.meter = meter;
    }

    @Override
    public void look() {
        meter.look();
    }

    @Override
    public void end() {
        ended = true;
    }

    @Override
    public boolean isOver() {
        return ended;
    }
}
