package io.millrace.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The same topology twice, and how to tell that both give the same. Results of one key are to come in the same order; between keys
 * no order is promised.
 *
 * @param ours to be run here
 * @param theirs to be run by Kafka Streams
 * @param outputs the topics that both write
 * @param undone takes differences that are chosen out of what Kafka Streams tells of one key
 */
record Comparison(
        io.millrace.topology.Topology ours,
        org.apache.kafka.streams.Topology theirs,
        List<Told.Topic> outputs,
        UnaryOperator<List<Told>> undone) {

    /** Fails if the two give different results for {@code given}; {@code what} names the case. */
    void check(String what, List<Given> given) {
        Map<String, List<Told>> here = Millrace.run(ours, given, outputs);
        Map<String, List<Told>> there = Streams.run(theirs, given, outputs);
        for (Told.Topic topic : outputs) {
            assertThat(byKey(here.get(topic.name()), UnaryOperator.identity()))
                    .as("%s, topic '%s', given %s", what, topic.name(), given)
                    .isEqualTo(byKey(there.get(topic.name()), undone));
        }
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
