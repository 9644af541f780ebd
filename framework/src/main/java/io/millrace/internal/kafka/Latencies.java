package io.millrace.internal.kafka;

import io.millrace.internal.exchange.Origin;
import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.TimeSource;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Measures what passes between two epochs. Inputs are recorded by the source worker, outputs by the producer's thread or, where
 * they leave with the checkpoint, by the committer; all are taken by the source worker.
 */
final class Latencies {

    private static final int DIGITS = 2;
    private static final double MICROS_PER_MILLI = 1_000;

    private final TimeSource time;
    private final SingleWriterRecorder queueingMillis = new SingleWriterRecorder(DIGITS);
    private final OutputLatencies acknowledged = new OutputLatencies();
    private final OutputLatencies committed = new OutputLatencies();

    Latencies(TimeSource time) {
        this.time = time;
    }

    /** A record with {@code timestamp} has been read at {@code wallClock}, both in milliseconds since the epoch. */
    void read(long timestamp, long wallClock) {
        queueingMillis.recordValue(notNegative(wallClock - timestamp));
    }

    /** Those of one of the two ways of outputs, which have a thread each. */
    private static final class OutputLatencies {
        private final SingleWriterRecorder processingMicros = new SingleWriterRecorder(DIGITS);
        private final SingleWriterRecorder endToEndMillis = new SingleWriterRecorder(DIGITS);

        void record(Origin origin, long nanoTime, long wallClock) {
            processingMicros.recordValue(notNegative((nanoTime - origin.readAt()) / 1_000));
            endToEndMillis.recordValue(notNegative(wallClock - origin.timestamp()));
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

    LatencyPercentiles takeQueueing() {
        return percentiles(queueingMillis.getIntervalHistogram(), 1);
    }

    LatencyPercentiles takeProcessing() {
        return percentiles(both(acknowledged.processingMicros, committed.processingMicros), MICROS_PER_MILLI);
    }

    LatencyPercentiles takeEndToEnd() {
        return percentiles(both(acknowledged.endToEndMillis, committed.endToEndMillis), 1);
    }

    private static long notNegative(long duration) {
        return Math.max(0, duration);
    }

    private static Histogram both(SingleWriterRecorder some, SingleWriterRecorder others) {
        Histogram all = some.getIntervalHistogram();
        all.add(others.getIntervalHistogram());
        return all;
    }

    private static LatencyPercentiles percentiles(Histogram histogram, double unitsPerMilli) {
        if (histogram.getTotalCount() == 0) {
            return LatencyPercentiles.NONE;
        }
        return new LatencyPercentiles(
                histogram.getTotalCount(),
                histogram.getMinValue() / unitsPerMilli,
                histogram.getValueAtPercentile(50) / unitsPerMilli,
                histogram.getValueAtPercentile(90) / unitsPerMilli,
                histogram.getValueAtPercentile(95) / unitsPerMilli,
                histogram.getValueAtPercentile(99) / unitsPerMilli);
    }
}
