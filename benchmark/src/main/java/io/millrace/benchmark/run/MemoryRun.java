package io.millrace.benchmark.run;

import io.millrace.benchmark.process.ChildProcess;
import io.millrace.benchmark.process.HeldMemory;
import io.millrace.benchmark.report.Metric;
import io.millrace.benchmark.workload.W2Window;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Sends one event for each key, all in one window, and measures what the engine holds for them: memory after the last
 * result less memory after the first, both after a full collection.
 *
 * <p>Confined to the main thread.
 */
final class MemoryRun {
    private static final double BYTES_PER_MEBIBYTE = 1_048_576;
    private static final Map<String, Object> FILL_CONFIGURATION =
            Map.of(ProducerConfig.LINGER_MS_CONFIG, 5, ProducerConfig.BATCH_SIZE_CONFIG, 65_536);

    private final Trial trial;
    private final int keyCount;
    private final Ledger ledger;

    MemoryRun(Trial trial, int keyCount) {
        this.trial = trial;
        this.keyCount = keyCount;
        ledger = new Ledger(keyCount);
    }

    Map<Metric, Double> measure() throws InterruptedException {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        Schedule schedule = scheduleInOneWindow();
        try (InputTopic input = trial.openInput(ledger, FILL_CONFIGURATION);
                ResultTopic results = trial.openResults(ledger)) {
            ChildProcess engine = trial.startEngine();
            input.send(0, schedule.dueMicros(0));
            receiveAll(1, Trial.START_LIMIT, input, results);
            HeldMemory before = engine.heldMemory();
            for (int eventId = 1; eventId < keyCount; eventId++) {
                input.send(eventId, schedule.dueMicros(eventId));
            }
            receiveAll(keyCount, Trial.SILENCE_LIMIT, input, results);
            HeldMemory after = engine.heldMemory();
            putMemory(before, after, values);
            engine.close();
            results.receiveRest();
        }
        ledger.requireExact();
        return values;
    }

    private Schedule scheduleInOneWindow() {
        long window = TimeUnit.NANOSECONDS.toMicros(W2Window.SIZE.toNanos());
        long now = trial.clock().micros();
        // The window before the present one is over: nobody sends from the future.
        long start = now - Math.floorMod(now, window) - window;
        return new Schedule(start, 1 + keyCount / (W2Window.SIZE.toSeconds() / 2), keyCount);
    }

    private void receiveAll(int answers, Duration silenceLimit, InputTopic input, ResultTopic results) {
        int answered = ledger.answeredCount();
        long lastProgress = System.nanoTime();
        while (ledger.answeredCount() < answers) {
            trial.requireHealthy();
            input.requireNoFailure();
            results.receive(received -> {});
            long now = System.nanoTime();
            if (ledger.answeredCount() > answered) {
                answered = ledger.answeredCount();
                lastProgress = now;
            } else if (now - lastProgress > silenceLimit.toNanos()) {
                throw new RunFailedException("The engine has kept silent for %d s, after %d of %d results."
                        .formatted(silenceLimit.toSeconds(), answered, keyCount));
            }
        }
    }

    private void putMemory(HeldMemory before, HeldMemory after, Map<Metric, Double> values) {
        double millions = keyCount / 1e6;
        values.put(Metric.HEAP_AT_START, before.heapBytes() / BYTES_PER_MEBIBYTE);
        values.put(Metric.HEAP_OF_KEYS, (after.heapBytes() - before.heapBytes()) / BYTES_PER_MEBIBYTE / millions);
        values.put(Metric.RESIDENT_AT_START, before.residentBytes() / BYTES_PER_MEBIBYTE);
        values.put(
                Metric.RESIDENT_OF_KEYS,
                (after.residentBytes() - before.residentBytes()) / BYTES_PER_MEBIBYTE / millions);
    }
}
