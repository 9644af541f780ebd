package io.millrace.samples.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.KeyValue;
import io.millrace.samples.features.state.Action;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Holds all that is told by key against batches. What was told since the last checkpoint is told again after a crash, so they go back, too.
 *
 * <p>Confined to one thread.
 *
 * @param <F> what is told
 */
final class Batches<F> {
    private final Function<String, Batch<F>> make;
    private final ToLongFunction<F> version;
    private final ToLongFunction<F> asOf;
    private final Map<String, Queue<Action>> untold = new HashMap<>();
    private final Map<String, Queue<Action>> sinceCheckpoint = new HashMap<>();
    private Map<String, Batch<F>> batches = new HashMap<>();
    private Map<String, Batch<F>> atCheckpoint = new HashMap<>();
    private int toldByEvents;
    private int toldByTime;
    private int forgotten;
    private int late;

    Batches(Function<String, Batch<F>> make, ToLongFunction<F> version, ToLongFunction<F> asOf) {
        this.make = make;
        this.version = version;
        this.asOf = asOf;
    }

    void add(String key, Action action) {
        queue(untold, key).add(action);
        queue(sinceCheckpoint, key).add(action);
    }

    void checkpoint() {
        atCheckpoint = copy(batches);
        sinceCheckpoint.clear();
    }

    void crash() {
        batches = copy(atCheckpoint);
        untold.clear();
        sinceCheckpoint.forEach((key, actions) -> untold.put(key, new ArrayDeque<>(actions)));
    }

    void compare(List<KeyValue<String, F>> told) {
        told.forEach(each -> compare(each.key(), each.value()));
    }

    /** Compares what is told of those that are known at {@code time}, and that no others are. */
    void compareAll(Map<String, F> told, long time) {
        Map<String, F> expected = new HashMap<>();
        batches.forEach((key, batch) -> expected.put(key, batch.features(time)));
        assertThat(told).isEqualTo(expected);
        untold.keySet().forEach(this::skipLate);
        assertThat(untold.values()).as("neither told nor late").allMatch(Queue::isEmpty);
        assertThat(toldByEvents).as("told by events").isGreaterThan(100);
        assertThat(toldByTime).as("told by time alone").isPositive();
        assertThat(forgotten).as("forgotten").isPositive();
        assertThat(late).as("too late").isPositive();
    }

    private void compare(String key, F told) {
        if (told == null) {
            skipLate(key);
            batches.remove(key);
            forgotten++;
            return;
        }
        Batch<F> batch = batches.computeIfAbsent(key, make);
        if (version.applyAsLong(told) > batch.version()) {
            skipLate(key);
            batch.add(queue(untold, key).remove());
            toldByEvents++;
        } else {
            assertThat(asOf.applyAsLong(told)).as("time has come further").isGreaterThan(batch.asOf());
            batch.ageTo(asOf.applyAsLong(told));
            toldByTime++;
        }
        assertThat(told).isEqualTo(batch.features(Long.MIN_VALUE));
    }

    /** What comes too late is not told. */
    private void skipLate(String key) {
        Queue<Action> waiting = queue(untold, key);
        Batch<F> batch = batches.get(key);
        while (batch != null && !waiting.isEmpty() && batch.isLate(waiting.element())) {
            waiting.remove();
            late++;
        }
    }

    private static Queue<Action> queue(Map<String, Queue<Action>> queues, String key) {
        return queues.computeIfAbsent(key, each -> new ArrayDeque<>());
    }

    private static <F> Map<String, Batch<F>> copy(Map<String, Batch<F>> batches) {
        Map<String, Batch<F>> copies = new HashMap<>();
        batches.forEach((key, batch) -> copies.put(key, batch.copy()));
        return copies;
    }
}
