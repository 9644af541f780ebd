package io.millrace.simulation;

import io.millrace.simulation.SimulatedTopology.Sink;
import io.millrace.simulation.SimulatedTopology.Store;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds what a topology has left behind in Kafka against what was written to its inputs: everything is processed and committed,
 * state counts each input once and in its order, each input has come out, and in the order of its key. Confined to the simulation's
 * thread.
 */
final class Oracle {

    private final SimulatedTopology topology;
    private final KafkaContents contents;
    private final String application;
    private final Map<String, List<KafkaContents.Entry>> inputs = new TreeMap<>();
    private final Map<TopicPartition, Long> committed;

    Oracle(SimulatedTopology topology, KafkaContents contents, String application) {
        this.topology = topology;
        this.contents = contents;
        this.application = application;
        this.committed = contents.committedOffsets();
        topology.inputs().forEach(input -> inputs.put(input, contents.entries(input)));
    }

    /** Checks everything; returns how many outputs came more than once. */
    long check() {
        checkCommitted();
        topology.stores().forEach(this::checkState);
        long duplicates = 0;
        for (Sink sink : topology.sinks()) {
            duplicates += checkOutputs(sink);
        }
        return duplicates;
    }

    private void checkCommitted() {
        inputs.forEach((input, entries) -> entries.forEach(entry -> {
            if (entry.offset() >= committedOf(entry)) {
                throw new BrokenPromise("Input %s is not committed, but %s".formatted(entry, committed));
            }
        }));
    }

    private void checkState(Store store) {
        Map<String, Folds> expected = new TreeMap<>();
        store.inputs().forEach(input -> entriesOf(input).stream()
                .filter(entry -> entry.offset() < committedOf(entry))
                .forEach(entry -> expected.merge(
                        entry.key(), Folds.EMPTY.plus(entry.payload()), (folds, any) -> folds.plus(entry.payload()))));
        Map<String, Folds> found = new TreeMap<>();
        String changelog = "%s-%s-%s-changelog".formatted(application, RandomTopology.NAME, store.name());
        for (KafkaContents.Entry change : contents.entries(changelog)) {
            if (!change.key().startsWith("\0")) { // a marker
                found.put(change.key(), Folds.parse(change.value()));
            }
        }
        if (!found.equals(expected)) {
            throw new BrokenPromise(
                    "State '%s' differs from its input: %s".formatted(store.name(), differences(expected, found)));
        }
    }

    private long checkOutputs(Sink sink) {
        Map<String, Long> highest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        long duplicates = 0;
        for (KafkaContents.Entry output : contents.entries(sink.topic())) {
            checkFolds(sink, output);
            if (sink.aggregated()) {
                Folds.parse(output.value())
                        .byTopic()
                        .forEach((input, fold) -> follow(sink, output.key() + "@" + input, fold.last(), highest));
            } else {
                follow(
                        sink,
                        output.key() + "@" + output.payload().topic(),
                        output.payload().sequence(),
                        highest);
            }
            duplicates +=
                    seen.add(output.key() + "=" + (sink.aggregated() ? output.value() : output.payload())) ? 0 : 1;
        }
        Map<String, Long> expected = new HashMap<>();
        sink.inputs().forEach(input -> entriesOf(input)
                .forEach(entry ->
                        expected.put(entry.key() + "@" + input, entry.payload().sequence())));
        if (!highest.equals(expected)) {
            throw new BrokenPromise(
                    "Topic '%s' lacks outputs: %s".formatted(sink.topic(), differences(expected, highest)));
        }
        return duplicates;
    }

    private static void checkFolds(Sink sink, KafkaContents.Entry output) {
        String[] parts = output.value().split("\\|", -1);
        for (int part = sink.aggregated() ? 0 : 1; part < parts.length; part++) {
            Folds folds = Folds.parse(parts[part]);
            boolean fits = sink.aggregated()
                    || folds.of(output.payload().topic()).last()
                            == output.payload().sequence();
            if (!fits || !folds.isWhole()) {
                throw new BrokenPromise("Output %s of '%s' comes from wrong state".formatted(output, sink.topic()));
            }
        }
    }

    private static void follow(Sink sink, String sequenceOf, long sequence, Map<String, Long> highest) {
        long before = highest.getOrDefault(sequenceOf, 0L);
        if (sequence > before + 1) {
            throw new BrokenPromise("In '%s', output %d of %s comes right after %d"
                    .formatted(sink.topic(), sequence, sequenceOf, before));
        }
        highest.put(sequenceOf, Math.max(before, sequence));
    }

    private List<KafkaContents.Entry> entriesOf(String input) {
        return Objects.requireNonNull(inputs.get(input));
    }

    private long committedOf(KafkaContents.Entry entry) {
        return committed.getOrDefault(new TopicPartition(entry.topic(), entry.partition()), 0L);
    }

    private static <V> String differences(Map<String, V> expected, Map<String, V> found) {
        StringBuilder text = new StringBuilder();
        Set<String> keys = new HashSet<>(expected.keySet());
        keys.addAll(found.keySet());
        keys.stream()
                .sorted()
                .filter(key -> !Objects.equals(expected.get(key), found.get(key)))
                .forEach(key ->
                        text.append("%n  %s: expected %s, found %s".formatted(key, expected.get(key), found.get(key))));
        return text.toString();
    }
}
