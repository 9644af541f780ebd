package io.millrace.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The same topology twice, and how to tell that both give the same. Results of one key are to come in the same order; between keys
 * no order is promised.
 *
 * @param ours to be run here
 * @param theirs to be run by Kafka Streams
 * @param outputs the topics that both write
 * @param shownHere what of the results of one key counts here
 * @param shownThere what of the results of one key counts in Kafka Streams: differences that are chosen are left out
 */
record Comparison(
        io.millrace.topology.Topology ours,
        org.apache.kafka.streams.Topology theirs,
        List<Told.Topic> outputs,
        UnaryOperator<List<Told>> shownHere,
        UnaryOperator<List<Told>> shownThere) {

    /** Fails if the two give different results for {@code given}; {@code what} names the case. */
    void check(String what, List<Given> given) {
        Map<String, List<Told>> here = Millrace.run(ours, given, outputs);
        Map<String, List<Told>> there = Streams.run(theirs, given, outputs);
        for (Told.Topic topic : outputs) {
            assertThat(differences(
                            byKey(here.getOrDefault(topic.name(), List.of()), shownHere),
                            byKey(there.getOrDefault(topic.name(), List.of()), shownThere)))
                    .as("%s, topic '%s', given %s", what, topic.name(), given)
                    .isEmpty();
        }
    }

    private static List<String> differences(Map<String, List<Told>> here, Map<String, List<Told>> there) {
        Set<String> keys = new TreeSet<>(here.keySet());
        keys.addAll(there.keySet());
        return keys.stream()
                .filter(key -> !Objects.equals(here.get(key), there.get(key)))
                .map(key -> "%s: here %s, there %s".formatted(key, here.get(key), there.get(key)))
                .toList();
    }

    private static Map<String, List<Told>> byKey(List<Told> told, UnaryOperator<List<Told>> change) {
        Map<String, List<Told>> byKey = new LinkedHashMap<>();
        told.forEach(record ->
                byKey.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(record));
        Map<String, List<Told>> changed = new TreeMap<>();
        byKey.forEach((key, records) -> changed.put(key, change.apply(records)));
        return changed;
    }
}
