package io.millrace.internal.kafka;

import io.millrace.internal.exchange.Origin;
import io.millrace.internal.metrics.LatencyRecorder;
import io.millrace.internal.metrics.LatencyRecorder.Taker;
import io.millrace.internal.metrics.Percentiles;
import io.millrace.runtime.RecordLatencies;
import io.millrace.runtime.TimeSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Measures what passes at the two ends of a run. Inputs are recorded by the source worker, outputs by the producer's thread, by the
 * committer where they leave with the checkpoint, and by those who write them where they go elsewhere. The source worker takes what an
 * epoch has brought, and any thread what some seconds have brought.
 */
final class Latencies {

    private static final double MICROS_PER_MILLI = 1_000;

    private final TimeSource time;
    private final LatencyRecorder queueingMillis = new LatencyRecorder();
    private final OutputLatencies acknowledged = new OutputLatencies();
    private final OutputLatencies committed = new OutputLatencies();
    /** Of all ways, each of which has one thread. */
    private final List<OutputLatencies> outputs = new CopyOnWriteArrayList<>(List.of(acknowledged, committed));

    Latencies(TimeSource time) {
        this.time = time;
    }

    /** A record with {@code timestamp} has been read at {@code wallClock}, both in milliseconds since the epoch. */
    void read(long timestamp, long wallClock) {
        queueingMillis.record(wallClock - timestamp);
    }

    /** Those of one way of outputs, which has one thread. */
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

    /** Returns what takes the origins of outputs that go elsewhere, when they are written; for one thread. */
    Consumer<Origin> elsewhere() {
        OutputLatencies written = new OutputLatencies();
        outputs.add(written);
        return origin -> written.record(origin, time.nanoTime(), time.currentTimeMillis());
    }

    /** Returns those of what was measured since {@code taker} has asked last. Callable by any thread. */
    RecordLatencies take(Taker taker) {
        return new RecordLatencies(
                Percentiles.take(taker, 1, List.of(queueingMillis)),
                Percentiles.take(taker, MICROS_PER_MILLI, ofOutputs(latencies -> latencies.processingMicros)),
                Percentiles.take(taker, 1, ofOutputs(latencies -> latencies.endToEndMillis)));
    }

    private List<LatencyRecorder> ofOutputs(Function<OutputLatencies, LatencyRecorder> recorder) {
        return outputs.stream().map(recorder).toList();
    }
}
