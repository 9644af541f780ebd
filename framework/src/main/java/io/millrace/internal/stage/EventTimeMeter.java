package io.millrace.internal.stage;

import io.millrace.internal.exchange.LaneEvent;
import io.millrace.runtime.EventTimeProgress;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Measures what event time and timers do in one run. Thread-safe. */
public final class EventTimeMeter {

    private final LongAdder late = new LongAdder();
    private final LongAdder clamped = new LongAdder();
    private final LongAdder fired = new LongAdder();
    private final LongAccumulator lateness = new LongAccumulator(Math::max, 0);
    private final Map<String, Long> watermarks = new ConcurrentHashMap<>();

    /** Returns what was measured since the last call. */
    public EventTimeProgress take() {
        OptionalLong least =
                watermarks.values().stream().mapToLong(Long::longValue).min();
        return new EventTimeProgress(
                late.sumThenReset(),
                clamped.sumThenReset(),
                fired.sumThenReset(),
                Duration.ofNanos(lateness.getThenReset()),
                least.stream().filter(known -> known != LaneEvent.NO_TIME).findFirst());
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
        lateness.accumulate(nanos);
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
