package io.millrace.simulation;

import io.millrace.simulation.SimulatedTopology.Point;
import io.millrace.simulation.SimulatedTopology.Sink;
import io.millrace.simulation.SimulatedTopology.Store;
import io.millrace.simulation.SimulatedTopology.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a topology has left behind in Kafka against what was written to the inputs: state has each input once and in its
 * order, behind whatever shuffles; each input has come out, in the order of its lineage, and once where that is promised. Confined to
 * the simulation's thread.
 */
final class Oracle {

    private static final String MARKER = "\0";

    private final SimulatedTopology topology;
    private final KafkaContents contents;
    private final Recomputation expected;

    Oracle(SimulatedTopology topology, KafkaContents contents, Recomputation expected) {
        this.topology = topology;
        this.contents = contents;
        this.expected = expected;
    }

    /** Checks the state of all stores, whose changelogs begin with {@code prefix}. */
    void checkState(String prefix) {
        topology.stores().forEach(store -> checkState(store, "%s-%s-changelog".formatted(prefix, store.name())));
    }

    /** Checks all outputs; returns how many came more than once. */
    long checkOutputs() {
        return topology.sinks().stream()
                .mapToLong(sink -> checkOutputs(sink.topic(), sink.before(), contents.entries(sink.topic())))
                .sum();
    }

    /** Checks what batches have brought, which is each record once whatever happens. */
    void checkTables() {
        for (Table table : topology.tables()) {
            long duplicates =
                    checkOutputs("batches", table.before(), table.rows().rows());
            if (duplicates > 0) {
                throw new BrokenPromise("%d records came in two batches".formatted(duplicates));
            }
        }
    }

    /** Checks that everything has come out, though perhaps not for all to see. */
    void checkHaveComeOut() {
        topology.sinks().forEach(sink -> checkHaveComeOut(sink.before(), contents.allEntries(sink.topic())));
        topology.tables()
                .forEach(table -> checkHaveComeOut(table.before(), table.rows().rows()));
    }

    private void checkHaveComeOut(Point before, List<KafkaContents.Entry> outputs) {
        Set<Item> out = new HashSet<>();
        outputs.forEach(output -> out.add(output.item()));
        for (Item item : expected.at(before)) {
            if (!out.contains(item)) {
                throw new BrokenPromise("A job has finished, and %s was there and has not come out".formatted(item));
            }
        }
    }

    /** Checks that what came out, each record once, is what stores have counted: not one record at one time, another at the next. */
    void checkStamps() {
        for (Sink sink : topology.sinks()) {
            long stamps = contents.entries(sink.topic()).stream()
                    .flatMap(output -> Stamp.in(output.text()).stream())
                    .mapToLong(Stamp::weight)
                    .sum();
            if (stamps != expected.stamps(sink.before())) {
                throw new BrokenPromise("Topic '%s' does not have the records as stores before it have counted them"
                        .formatted(sink.topic()));
            }
        }
    }

    private void checkState(Store store, String changelog) {
        Map<String, Folds> found = new TreeMap<>();
        Map<String, Integer> partitions = new HashMap<>();
        for (KafkaContents.Entry change : contents.entries(changelog)) {
            if (change.name().startsWith(MARKER)) {
                continue;
            }
            Integer other = partitions.putIfAbsent(change.name(), change.partition());
            if (other != null && other != change.partition()) {
                throw new BrokenPromise("State of key '%s' in '%s' is in partitions %d and %d"
                        .formatted(change.name(), changelog, other, change.partition()));
            }
            found.put(change.name(), Tally.folds(change.text()));
        }
        long stamps = found.values().stream().mapToLong(Folds::stamps).sum();
        found.replaceAll((key, folds) -> new Folds(folds.count(), 0, folds.byLineage()));
        Map<String, Folds> wanted = expected.of(store.name());
        if (!found.equals(wanted)) {
            throw new BrokenPromise(
                    "State '%s' differs from its input: %s".formatted(store.name(), differences(wanted, found)));
        }
        if (stamps != expected.stamps(store.before())) {
            throw new BrokenPromise(
                    "State '%s' did not get the records as stores before it have counted them".formatted(store.name()));
        }
    }

    private long checkOutputs(String name, Point before, List<KafkaContents.Entry> outputs) {
        Map<String, List<Long>> places = new HashMap<>();
        expected.at(before).forEach(item -> places.computeIfAbsent(sequence(item), any -> new ArrayList<>())
                .add(item.payload().place()));
        Map<String, Integer> seen = new HashMap<>();
        long duplicates = 0;
        for (KafkaContents.Entry output : outputs) {
            checkPossible(output);
            Item item = output.item();
            String sequence = sequence(item);
            int others = seen.getOrDefault(sequence, 0);
            int index = places.getOrDefault(sequence, List.of())
                    .indexOf(item.payload().place());
            if (index < 0 || index > others) {
                throw new BrokenPromise("In '%s', %s comes behind %d others of its lineage, and was to come behind %d"
                        .formatted(name, output, others, index));
            }
            duplicates += index < others ? 1 : 0;
            seen.put(sequence, Math.max(others, index + 1));
        }
        Map<String, Integer> wanted = new HashMap<>();
        places.forEach((sequence, all) -> wanted.put(sequence, all.size()));
        if (!seen.equals(wanted)) {
            throw new BrokenPromise("'%s' lacks outputs: %s".formatted(name, differences(wanted, seen)));
        }
        return duplicates;
    }

    private void checkPossible(KafkaContents.Entry output) {
        for (Stamp stamp : Stamp.in(output.text())) {
            if (!expected.isPossible(stamp)) {
                throw new BrokenPromise("Output %s comes from wrong state".formatted(output));
            }
        }
    }

    private static String sequence(Item item) {
        return item.key() + "=" + item.payload().lineage();
    }

    private static <V> String differences(Map<String, V> wanted, Map<String, V> found) {
        StringBuilder text = new StringBuilder();
        TreeSet<String> keys = new TreeSet<>(wanted.keySet());
        keys.addAll(found.keySet());
        for (String key : keys) {
            @Nullable V there = found.get(key);
            if (!Objects.equals(wanted.get(key), there)) {
                text.append("%n  %s: expected %s, found %s".formatted(key, wanted.get(key), there));
            }
        }
        return text.toString();
    }
}
