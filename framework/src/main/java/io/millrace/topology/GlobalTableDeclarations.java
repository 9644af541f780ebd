package io.millrace.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Collects the global tables of one topology, and finds what else uses their topics and names. Confined to the thread that defines the
 * topology.
 */
final class GlobalTableDeclarations {

    private final GraphBuilder graph;
    private final Map<String, GlobalTable> tables = new LinkedHashMap<>();

    GlobalTableDeclarations(GraphBuilder graph) {
        this.graph = graph;
    }

    <K, V> GlobalKTable<K, V> declare(String topic, Consumed<K, V> consumed) {
        String name = consumed.name == null ? topic : consumed.name;
        graph.refuseIllegal("The name of a global table", name);
        GlobalTable table = new GlobalTable(
                name,
                topic,
                serde("key", consumed.keySerde, graph.defaultKeySerde(), name).deserializer(),
                serde("value", consumed.valueSerde, graph.defaultValueSerde(), name)
                        .deserializer());
        refuseSettings(name, consumed);
        refuseSecond(table);
        tables.putIfAbsent(name, table);
        return new GlobalKTable<>(graph, table);
    }

    List<GlobalTable> all() {
        return List.copyOf(tables.values());
    }

    /** Returns what is wrong with the tables in the topology {@code built}. */
    List<String> problems(Topology built) {
        List<String> found = new ArrayList<>();
        for (GlobalTable table : tables.values()) {
            built.nodes().stream()
                    .filter(node -> node instanceof Node.Source source && source.reads(table.topic()))
                    .forEach(source -> found.add(
                            "Topic '%s' is read as a stream by %s and as global table '%s', and neither would know how far the other is: take a stream only, or the table only."
                                    .formatted(table.topic(), built.placeOf(source.name()), table.name())));
            built.stores().stream()
                    .filter(store -> store.name().equals(table.name()))
                    .forEach(store -> found.add(
                            "Store '%s' has the name of a global table: give the table another one with Consumed.withName(name)."
                                    .formatted(store.name())));
        }
        return found;
    }

    private void refuseSettings(String name, Consumed<?, ?> consumed) {
        if (!consumed.start.equals(StartPosition.earliest())) {
            graph.problem(
                    "Global table '%s' is to begin at another place than the earliest record: leave out startingAt(...), since a table is all of its topic."
                            .formatted(name));
        }
        if (consumed.dropsReplays) {
            graph.problem(
                    "Global table '%s' is to drop replays: leave out dropReplays(), since to read a value again changes nothing."
                            .formatted(name));
        }
    }

    private void refuseSecond(GlobalTable table) {
        for (GlobalTable other : tables.values()) {
            if (other.topic().equals(table.topic())) {
                graph.problem("Topic '%s' is read into two global tables, '%s' and '%s': declare one and use it twice."
                        .formatted(table.topic(), other.name(), table.name()));
            } else if (other.name().equals(table.name())) {
                graph.problem(
                        "Two global tables are named '%s': give one of them another name.".formatted(table.name()));
            }
        }
    }

    private Serde<?> serde(String part, @Nullable Serde<?> given, @Nullable Serde<?> standard, String name) {
        if (given != null) {
            return given;
        }
        if (standard != null) {
            return standard;
        }
        graph.problem(
                "Global table '%s' has no %s serde: pass one with Consumed.with, or set TopologyBuilder.defaultSerdes before."
                        .formatted(name, part));
        return new MissingSerde();
    }
}
