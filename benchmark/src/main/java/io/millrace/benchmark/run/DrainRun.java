package io.millrace.benchmark.run;

import io.millrace.benchmark.process.ChildProcess;
import io.millrace.benchmark.report.Metric;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Fills the topic, starts the engine, and measures how fast it gets through.
 *
 * <p>While the engine works results are only counted. They are read and checked when it has stopped: parsing them would
 * take CPU from the engine.
 *
 * <p>Confined to the main thread.
 */
final class DrainRun {
    // Nobody waits for event times here. They cover this much, however many there are, so that windows end in every
    // drain.
    private static final Duration EVENT_TIME_SPAN = Duration.ofMinutes(10);
    private static final Duration TOTAL_LIMIT = Duration.ofMinutes(15);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Map<String, Object> FILL_CONFIGURATION =
            Map.of(ProducerConfig.LINGER_MS_CONFIG, 5, ProducerConfig.BATCH_SIZE_CONFIG, 65_536);

    private final Trial trial;
    private final int eventCount;
    private final Ledger ledger;

    DrainRun(Trial trial, int eventCount) {
        this.trial = trial;
        this.eventCount = eventCount;
        ledger = new Ledger(eventCount);
    }

    Map<Metric, Double> measure() {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        fill();
        try (ResultTopic results = trial.openResults(ledger)) {
            CpuSnapshot before = CpuSnapshot.withoutEngine(trial.broker());
            ChildProcess engine = trial.startEngine();
            putRate(engine, results, values);
            putCpu(CpuSnapshot.take(engine, trial.broker()).since(before), values);
            values.put(Metric.PEAK_MEMORY, engine.usage().peakMemoryBytes() / 1_048_576.0);
            engine.close();
            results.rewind();
            results.receiveRest();
        }
        ledger.requireExact();
        return values;
    }

    private void fill() {
        long span = TimeUnit.NANOSECONDS.toMicros(EVENT_TIME_SPAN.toNanos());
        Schedule schedule = new Schedule(
                trial.clock().micros() - span, Math.max(1, eventCount / EVENT_TIME_SPAN.toSeconds()), eventCount);
        try (InputTopic input = trial.openInput(ledger, FILL_CONFIGURATION)) {
            for (int eventId = 0; eventId < eventCount; eventId++) {
                input.send(eventId, schedule.dueMicros(eventId));
                input.requireNoFailure();
            }
            input.flush();
            input.requireNoFailure();
        }
    }

    private void putRate(ChildProcess engine, ResultTopic results, Map<Metric, Double> values) {
        int inFirstPoll = 0;
        int received = 0;
        long firstNanos = engine.startedNanos();
        long lastNanos = engine.startedNanos();
        while (received < eventCount) {
            int polled = results.count();
            long now = System.nanoTime();
            if (polled > 0) {
                if (received == 0) {
                    inFirstPoll = polled;
                    firstNanos = now;
                }
                received += polled;
                lastNanos = now;
            }
            trial.requireHealthy();
            requireProgress(received, now - lastNanos, now - engine.startedNanos());
        }
        values.put(Metric.FIRST_RESULT, (firstNanos - engine.startedNanos()) / NANOS_PER_SECOND);
        // The results of the first poll were made before the time was taken.
        double seconds = (lastNanos - firstNanos) / NANOS_PER_SECOND;
        values.put(Metric.RATE, seconds > 0 ? (received - inFirstPoll) / seconds : 0);
    }

    private void requireProgress(int received, long silentNanos, long totalNanos) {
        if (totalNanos > TOTAL_LIMIT.toNanos()) {
            throw new RunFailedException("The engine has given %d of %d results within %d min."
                    .formatted(received, eventCount, TOTAL_LIMIT.toMinutes()));
        }
        long limit = (received == 0 ? Trial.START_LIMIT : Trial.SILENCE_LIMIT).toNanos();
        if (silentNanos > limit) {
            throw new RunFailedException("The engine has kept silent for %d s, after %d of %d results."
                    .formatted((long) (limit / NANOS_PER_SECOND), received, eventCount));
        }
    }

    private void putCpu(CpuSnapshot used, Map<Metric, Double> values) {
        double millions = eventCount / 1e6;
        values.put(Metric.ENGINE_CPU, used.engine() / millions);
        values.put(Metric.BROKER_CPU, used.broker() / millions);
        values.put(Metric.DRIVER_CPU, used.driver() / millions);
    }
}
