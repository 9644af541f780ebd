package io.millrace.benchmark.run;

import io.millrace.benchmark.process.ChildProcess;
import io.millrace.benchmark.report.Metric;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Sends on schedule and measures how long after its due time each event is answered.
 *
 * <p>The first event is sent alone: when it is answered the engine runs, and the schedule begins. What is due in the
 * warm-up is checked but not measured.
 *
 * <p>Confined to the main thread.
 */
final class LatencyRun {
    private static final long LEAD_MICROS = 100_000;
    private static final double MICROS_PER_MILLI = 1_000;
    private static final double MICROS_PER_SECOND = 1_000_000;

    private final Trial trial;
    private final LatencyPlan plan;
    private final RunClock clock;
    private final Ledger ledger;
    private final Histogram latencies = new Histogram(3);

    /** Those of events that came just after windows had ended. */
    private final Histogram latenciesAfterWindows = new Histogram(3);

    LatencyRun(Trial trial, LatencyPlan plan) {
        this.trial = trial;
        this.plan = plan;
        clock = trial.clock();
        ledger = new Ledger(1 + plan.eventCount());
    }

    Map<Metric, Double> measure() throws InterruptedException {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        try (InputTopic input = trial.openInput(ledger, Map.of());
                ResultTopic results = trial.openResults(ledger)) {
            ChildProcess engine = trial.startEngine();
            values.put(Metric.FIRST_RESULT, secondsToFirstResult(engine, input, results));
            runSchedule(engine, input, results, values);
            values.put(Metric.PEAK_MEMORY, engine.usage().peakMemoryBytes() / 1_048_576.0);
            engine.close();
            results.receiveRest();
        }
        ledger.requireExact();
        putLatencies(values);
        return values;
    }

    private double secondsToFirstResult(ChildProcess engine, InputTopic input, ResultTopic results) {
        input.send(0, clock.micros());
        long deadline = engine.startedNanos() + Trial.START_LIMIT.toNanos();
        while (ledger.answeredCount() == 0) {
            trial.requireHealthy();
            input.requireNoFailure();
            if (System.nanoTime() - deadline >= 0) {
                throw new RunFailedException(
                        "No result within %d s of the engine's start.".formatted(Trial.START_LIMIT.toSeconds()));
            }
            results.receive(received -> {});
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - engine.startedNanos()) / 1_000.0;
    }

    private void runSchedule(ChildProcess engine, InputTopic input, ResultTopic results, Map<Metric, Double> values)
            throws InterruptedException {
        Schedule schedule = new Schedule(clock.micros() + LEAD_MICROS, plan.eventsPerSecond(), plan.eventCount());
        long measuredFrom = schedule.dueMicros(plan.warmUpCount());
        try (EventSender sender = EventSender.start(input, schedule, clock, 1)) {
            receiveUntil(measuredFrom, schedule, sender, results);
            CpuSnapshot before = CpuSnapshot.take(engine, trial.broker());
            long beforeMicros = clock.micros();
            receiveUntil(schedule.endMicros(), schedule, sender, results);
            CpuSnapshot used = CpuSnapshot.take(engine, trial.broker()).since(before);
            putCpu(used, (clock.micros() - beforeMicros) / MICROS_PER_SECOND, values);
            receiveStragglers(schedule, sender, results);
            values.put(Metric.DRIVER_LATE_P99, sender.latenessMicros(99) / MICROS_PER_MILLI);
        }
    }

    private void receiveUntil(long micros, Schedule schedule, EventSender sender, ResultTopic results) {
        int answered = ledger.answeredCount();
        long lastProgress = clock.micros();
        while (clock.micros() < micros) {
            receiveOnce(schedule, sender, results);
            if (ledger.answeredCount() > answered) {
                answered = ledger.answeredCount();
                lastProgress = clock.micros();
            } else if (clock.micros() - lastProgress > silenceLimitMicros()) {
                throw new RunFailedException("The engine has kept silent for %d s, after %d results."
                        .formatted(Trial.SILENCE_LIMIT.toSeconds(), answered));
            }
        }
    }

    private void receiveStragglers(Schedule schedule, EventSender sender, ResultTopic results) {
        long deadline = schedule.endMicros() + silenceLimitMicros();
        while (!ledger.isComplete()) {
            if (clock.micros() > deadline) {
                throw new RunFailedException("%d of %d events have no result %d s after the last was due."
                        .formatted(
                                1 + plan.eventCount() - ledger.answeredCount(),
                                1 + plan.eventCount(),
                                Trial.SILENCE_LIMIT.toSeconds()));
            }
            receiveOnce(schedule, sender, results);
        }
    }

    private void receiveOnce(Schedule schedule, EventSender sender, ResultTopic results) {
        trial.requireHealthy();
        sender.requireNoFailure();
        long measuredFrom = schedule.dueMicros(plan.warmUpCount());
        results.receive(received -> {
            long due = received.answer().eventTimeMicros();
            if (due >= measuredFrom) {
                long latency = Math.max(0, clock.micros(received.receivedNanos()) - due);
                latencies.recordValue(latency);
                if (trial.isJustAfterWindows(due)) {
                    latenciesAfterWindows.recordValue(latency);
                }
            }
        });
    }

    private void putCpu(CpuSnapshot used, double seconds, Map<Metric, Double> values) {
        values.put(Metric.ENGINE_CORES, used.engine() / seconds);
        values.put(Metric.BROKER_CORES, used.broker() / seconds);
        values.put(Metric.DRIVER_CORES, used.driver() / seconds);
        values.put(Metric.ENGINE_CPU, used.engine() / seconds / plan.eventsPerSecond() * MICROS_PER_SECOND);
    }

    private void putLatencies(Map<Metric, Double> values) {
        values.put(Metric.P50, latencies.getValueAtPercentile(50) / MICROS_PER_MILLI);
        values.put(Metric.P95, latencies.getValueAtPercentile(95) / MICROS_PER_MILLI);
        values.put(Metric.P99, latencies.getValueAtPercentile(99) / MICROS_PER_MILLI);
        values.put(Metric.P999, latencies.getValueAtPercentile(99.9) / MICROS_PER_MILLI);
        if (latenciesAfterWindows.getTotalCount() > 0) {
            values.put(Metric.P999_AFTER_WINDOWS, latenciesAfterWindows.getValueAtPercentile(99.9) / MICROS_PER_MILLI);
        }
        values.put(Metric.MAX, latencies.getMaxValue() / MICROS_PER_MILLI);
    }

    private static long silenceLimitMicros() {
        return TimeUnit.NANOSECONDS.toMicros(Trial.SILENCE_LIMIT.toNanos());
    }
}
