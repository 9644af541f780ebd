package io.millrace.internal.kafka;

import io.millrace.internal.exchange.Origin;
import io.millrace.internal.metrics.LatencyRecorder;
import io.millrace.internal.metrics.LatencyRecorder.Taker;
import io.millrace.internal.metrics.Percentiles;
import io.millrace.runtime.RecordLatencies;
import io.millrace.runtime.TimeSource;
import java.util.List;

/**
 * Measures what passes at the two ends of a run. Inputs are recorded by the source worker, outputs by the producer's thread or, where
 * they leave with the checkpoint, by the committer. The source worker takes what an epoch has brought, and any thread what some seconds
 * have brought.
 */
final class Latencies {

    private static final double MICROS_PER_MILLI = 1_000;

    private final TimeSource time;
    private final LatencyRecorder queueingMillis = new LatencyRecorder();
    private final OutputLatencies acknowledged = new OutputLatencies();
    private final OutputLatencies committed = new OutputLatencies();

    Latencies(TimeSource time) {
        this.time = time;
    }

    /** A record with {@code timestamp} has been read at {@code wallClock}, both in milliseconds since the epoch. */
    void read(long timestamp, long wallClock) {
        queueingMillis.record(wallClock - timestamp);
    }

    /** Those of one of the two ways of outputs, which have a thread each. */
    private static final class OutputLatencies {
        private final LatencyRecorder processingMicros = new LatencyRecorder();
        private final LatencyRecorder endToEndMillis = new LatencyRecorder();

        void record(Origin origin, long nanoTime, long wallClock) {
            processingMicros.record((nanoTime - origin.readAt()) / 1_000);
            endToEndMillis.record(wallClock - origin.timestamp());
        }
    }

    /** An output of {@code origin} has been acknowledged. */
    void acknowledged(Origin origin) {
        acknowledged.record(origin, time.nanoTime(), time.currentTimeMillis());
    }

    /** An output of each of {@code origins} has become visible with its transaction. */
    void committed(Iterable<Origin> origins) {
        long nanoTime = time.nanoTime();
        long wallClock = time.currentTimeMillis();
        origins.forEach(origin -> committed.record(origin, nanoTime, wallClock));
    }

    /** Returns those of what was measured since {@code taker} has asked last. Callable by any thread. */
    RecordLatencies take(Taker taker) {
        return new RecordLatencies(
                Percentiles.take(taker, 1, List.of(queueingMillis)),
                Percentiles.take(
                        taker, MICROS_PER_MILLI, List.of(acknowledged.processingMicros, committed.processingMicros)),
                Percentiles.take(taker, 1, List.of(acknowledged.endToEndMillis, committed.endToEndMillis)));
    }
}
