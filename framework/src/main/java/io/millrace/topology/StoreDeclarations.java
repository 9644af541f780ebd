package io.millrace.topology;

import io.millrace.state.StoreDefinition;
import io.millrace.state.ValueState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one topology by name: completes their definitions, and finds names that are given to two stores.
 *
 * <p>Confined to the thread that defines the topology.
 */
final class StoreDeclarations {

    private final GraphBuilder graph;
    private final Map<String, Declared> stores = new LinkedHashMap<>();

    StoreDeclarations(GraphBuilder graph) {
        this.graph = graph;
    }

    /** Declares the store of a table, which {@code node} shares with no other node. */
    <A> StoreDefinition<ValueState<A>> declare(TableStore<?, A> store, String node) {
        String storeName = store.name() == null ? node + "-store" : store.name();
        StoreDefinition<ValueState<A>> complete = store.definition(
                storeName,
                keySerde(store.keySerde(), storeName, node, "pass one with Grouped.with or Materialized.with"),
                valueSerde(store.valueSerde(), storeName, node));
        add(new Declared(null, complete, node));
        return complete;
    }

    /**
     * Declares stores that {@code node} may share with others, which pass the same definitions.
     *
     * @param streamKeySerde of the keys of the node's records; a shared store has that of the first node
     * @return the definitions with all their serdes
     */
    List<StoreDefinition<?>> declare(
            List<StoreDefinition<?>> definitions, @Nullable Serde<?> streamKeySerde, String node) {
        return definitions.stream()
                .distinct()
                .<StoreDefinition<?>>map(definition -> shared(definition, streamKeySerde, node))
                .toList();
    }

    private StoreDefinition<?> shared(StoreDefinition<?> given, @Nullable Serde<?> streamKeySerde, String node) {
        Declared known = stores.get(given.name());
        if (known != null && given.equals(known.given)) {
            return known.complete;
        }
        StoreDefinition<?> complete = given.keySerde() != null ? given : withKeySerde(given, streamKeySerde, node);
        add(new Declared(given, complete, node));
        return complete;
    }

    private StoreDefinition<?> withKeySerde(StoreDefinition<?> given, @Nullable Serde<?> streamSerde, String node) {
        return given.withKeySerde(
                keySerde(streamSerde, given.name(), node, "set one with withKeySerde on its definition"));
    }

    private void add(Declared store) {
        String name = store.complete.name();
        graph.refuseIllegal("The name of a store of " + graph.placeOf(store.node), name);
        Declared known = stores.putIfAbsent(name, store);
        if (known != null) {
            graph.report(
                    ("Two stores are named '%s', of %s and of %s: give one of them another name, or, if they are meant to"
                                    + " be one, pass the same definition to both process(...).")
                            .formatted(name, graph.placeOf(known.node), graph.placeOf(store.node)));
        }
    }

    private Serde<?> keySerde(@Nullable Serde<?> given, String store, String node, String remedy) {
        @Nullable Serde<?> serde = given == null ? graph.defaultKeySerde() : given;
        return serde == null ? missing("key", store, node, remedy) : serde;
    }

    private Serde<?> valueSerde(@Nullable Serde<?> given, String store, String node) {
        @Nullable Serde<?> serde = given == null ? graph.defaultValueSerde() : given;
        return serde == null ? missing("value", store, node, "pass one with Materialized.with") : serde;
    }

    private Serde<?> missing(String part, String store, String node, String remedy) {
        graph.report("Store '%s' of %s has no %s serde: %s, or set TopologyBuilder.defaultSerdes before."
                .formatted(store, graph.placeOf(node), part, remedy));
        return new MissingSerde();
    }

    /** A store, as it was given where it can be shared, and the first node that uses it. */
    private record Declared(@Nullable StoreDefinition<?> given, StoreDefinition<?> complete, String node) {}
}
