package io.millrace.internal.stage;

import io.millrace.internal.exchange.LaneEvent;
import io.millrace.runtime.EventTimeProgress;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Measures what event time and timers do in one run. Thread-safe, but for {@link #take}, which is confined to the source worker. */
public final class EventTimeMeter {

    private final LongAdder late = new LongAdder();
    private final LongAdder clamped = new LongAdder();
    private final LongAdder fired = new LongAdder();
    private final LongAccumulator epochsLateness = new LongAccumulator(Math::max, 0);
    private final LongAccumulator newestLateness = new LongAccumulator(Math::max, 0);
    private final Map<String, Long> watermarks = new ConcurrentHashMap<>();
    private EventTimeProgress taken = EventTimeProgress.NONE;

    /** Returns what was measured since the run began, but for the lateness of timers. */
    public EventTimeProgress all() {
        return new EventTimeProgress(late.sum(), clamped.sum(), fired.sum(), Duration.ZERO, watermark());
    }

    /** Returns what was measured since the last call. Confined to the source worker. */
    public EventTimeProgress take() {
        EventTimeProgress now = all();
        EventTimeProgress before = taken;
        taken = now;
        return new EventTimeProgress(
                now.lateRecords() - before.lateRecords(),
                now.clampedTimestamps() - before.clampedTimestamps(),
                now.timersFired() - before.timersFired(),
                Duration.ofNanos(epochsLateness.getThenReset()),
                now.watermark());
    }

    /** Returns by how much a timer was late since the last call, which {@link #take} does not count as one. */
    public Duration takeLateness() {
        return Duration.ofNanos(newestLateness.getThenReset());
    }

    private OptionalLong watermark() {
        OptionalLong least =
                watermarks.values().stream().mapToLong(Long::longValue).min();
        return least.stream().filter(known -> known != LaneEvent.NO_TIME).findFirst();
    }

    void late() {
        late.increment();
    }

    void clamped() {
        clamped.increment();
    }

    /** A timer has fired {@code nanos} later than it was due. */
    void fired(long nanos) {
        fired.increment();
        epochsLateness.accumulate(nanos);
        newestLateness.accumulate(nanos);
    }

    /** In the worker named {@code worker} event time has come to {@code watermark} in the slowest of its shards. */
    void reached(String worker, long watermark) {
        watermarks.put(worker, watermark);
    }

    /** The worker named {@code worker} has no shards. */
    void nothingIn(String worker) {
        watermarks.remove(worker);
    }
}
