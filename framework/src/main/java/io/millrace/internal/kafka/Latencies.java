package io.millrace.internal.kafka;

import io.millrace.internal.exchange.Origin;
import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.TimeSource;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Measures what passes between two epochs. Inputs are recorded by the source worker, outputs by the producer's thread, and
 * both are taken by the source worker.
 */
final class Latencies {

    private static final int DIGITS = 2;
    private static final double MICROS_PER_MILLI = 1_000;

    private final TimeSource time;
    private final SingleWriterRecorder queueingMillis = new SingleWriterRecorder(DIGITS);
    private final SingleWriterRecorder processingMicros = new SingleWriterRecorder(DIGITS);
    private final SingleWriterRecorder endToEndMillis = new SingleWriterRecorder(DIGITS);

    Latencies(TimeSource time) {
        this.time = time;
    }

    /** A record with {@code timestamp} has been read at {@code wallClock}, both in milliseconds since the epoch. */
    void read(long timestamp, long wallClock) {
        queueingMillis.recordValue(notNegative(wallClock - timestamp));
    }

    /** An output of {@code origin} has been acknowledged. */
    void acknowledged(Origin origin) {
        processingMicros.recordValue(notNegative((time.nanoTime() - origin.readAt()) / 1_000));
        endToEndMillis.recordValue(notNegative(time.currentTimeMillis() - origin.timestamp()));
    }

    LatencyPercentiles takeQueueing() {
        return percentiles(queueingMillis, 1);
    }

    LatencyPercentiles takeProcessing() {
        return percentiles(processingMicros, MICROS_PER_MILLI);
    }

    LatencyPercentiles takeEndToEnd() {
        return percentiles(endToEndMillis, 1);
    }

    private static long notNegative(long duration) {
        return Math.max(0, duration);
    }

    private static LatencyPercentiles percentiles(SingleWriterRecorder recorder, double unitsPerMilli) {
        Histogram histogram = recorder.getIntervalHistogram();
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
