package io.millrace.topology;

import io.millrace.processor.AsyncFallback;
import io.millrace.processor.PartitionProcessorSupplier;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.state.StoreDefinition;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * A place in the graph: the node that records leave, and what is known of them there. Adds the nodes that follow.
 *
 * <p>Immutable view on the builder; not thread-safe.
 *
 * @param keySerde null if no operator before says how to write the key
 * @param keyChangedBy the first node that may have given records other keys than those they were read with; null if none
 */
record StreamPoint<K extends @Nullable Object, V extends @Nullable Object>(
        GraphBuilder graph,
        String node,
        @Nullable Serde<K> keySerde,
        @Nullable Serde<V> valueSerde,
        @Nullable String keyChangedBy) {

    /** Returns the point behind {@code newNode}, which leaves the types as they are. */
    StreamPoint<K, V> at(String newNode) {
        return new StreamPoint<>(graph, newNode, keySerde, valueSerde, keyChangedBy);
    }

    <L extends @Nullable Object, W extends @Nullable Object> StreamPoint<L, W> newTypes(String newNode) {
        return new StreamPoint<>(graph, newNode, null, null, changedBy(newNode));
    }

    <L extends @Nullable Object, W extends @Nullable Object> StreamPoint<L, W> newTypes(
            String newNode, @Nullable Serde<L> newKeySerde, @Nullable Serde<W> newValueSerde) {
        return new StreamPoint<>(graph, newNode, newKeySerde, newValueSerde, changedBy(newNode));
    }

    <L extends @Nullable Object> StreamPoint<L, V> newKey(String newNode) {
        return new StreamPoint<>(graph, newNode, null, valueSerde, changedBy(newNode));
    }

    <W extends @Nullable Object> StreamPoint<K, W> newValue(String newNode, @Nullable Serde<W> newSerde) {
        return new StreamPoint<>(graph, newNode, keySerde, newSerde, keyChangedBy);
    }

    /** Returns the same point with other serdes; null leaves one as it is. */
    StreamPoint<K, V> withSerdes(@Nullable Serde<K> newKeySerde, @Nullable Serde<V> newValueSerde) {
        return new StreamPoint<>(
                graph,
                node,
                newKeySerde == null ? keySerde : newKeySerde,
                newValueSerde == null ? valueSerde : newValueSerde,
                keyChangedBy);
    }

    /** Returns the same point, whose keys are written as those of {@code store} where nothing else says how to move them. */
    StreamPoint<K, V> keyedAs(TableStore<K, ?> store) {
        return keyChangedBy == null || keySerde != null ? this : withSerdes(store.keySerde(), null);
    }

    /** Adds an operator whose records have to go on. */
    String operator(@Nullable Named named, String operation, ProcessorSupplier<?, ?, ?, ?> supplier) {
        return graph.add(nameOf(named), operation, name -> new Node.Operator(name, operation, List.of(node), supplier));
    }

    /** Adds an operator that may be the last, and its stores. */
    String end(
            @Nullable Named named,
            String operation,
            ProcessorSupplier<?, ?, ?, ?> supplier,
            StoreDefinition<?>... stores) {
        requireKeys(operation, stores);
        return graph.addEnd(nameOf(named), operation, name -> operator(name, operation, supplier, stores));
    }

    /** Adds an operator that looks into {@code table}, and whose records have to go on. */
    String join(@Nullable Named named, String operation, GlobalKTable<?, ?> table, JoinSupplier supplier) {
        requireSameBuilder(table);
        return graph.add(
                nameOf(named), operation, name -> new Node.Operator(name, operation, List.of(node), supplier.of(name))
                        .lookingInto(table.table()));
    }

    /** Makes the processors of the node named {@code node}. */
    interface JoinSupplier {
        ProcessorSupplier<?, ?, ?, ?> of(String node);
    }

    /** Adds an operator that looks into {@code table} and may be the last, and its stores. */
    String end(
            String operation,
            ProcessorSupplier<?, ?, ?, ?> supplier,
            GlobalKTable<?, ?> table,
            StoreDefinition<?>... stores) {
        requireSameBuilder(table);
        requireKeys(operation, stores);
        return graph.addEnd(null, operation, name -> operator(name, operation, supplier, stores)
                .lookingInto(table.table()));
    }

    String partitionOperator(@Nullable Named named, PartitionProcessorSupplier<?, ?, ?, ?> supplier) {
        return graph.addEnd(
                nameOf(named),
                "mapPartitions",
                name -> new Node.PartitionOperator(name, "mapPartitions", List.of(node), supplier));
    }

    /** Begins a stage with calls to elsewhere, and may be the last. */
    <W extends @Nullable Object> StreamPoint<K, W> async(
            Async options, Node.AsyncOperator.Call call, @Nullable AsyncFallback<?, ?, ?> fallback) {
        return newValue(graph.addAsync(List.of(node), options, call, fallback), null);
    }

    /** Begins a stage. */
    String stage(String name, int parallelism) {
        return graph.addStage(name, List.of(node), parallelism);
    }

    StreamPoint<K, V> merge(StreamPoint<K, V> other, @Nullable Named named) {
        if (other.graph != graph) {
            graph.problem("A stream of another TopologyBuilder is merged: '%s'. Build both with one builder."
                    .formatted(other.node));
            return this;
        }
        boolean oneSerde = Objects.equals(keySerde, other.keySerde) && Objects.equals(valueSerde, other.valueSerde);
        String merged = graph.add(
                nameOf(named),
                "merge",
                name -> new Node.Operator(name, "merge", List.of(node, other.node), Operations.pass()));
        return new StreamPoint<>(
                graph,
                merged,
                oneSerde ? keySerde : null,
                oneSerde ? valueSerde : null,
                keyChangedBy == null ? other.keyChangedBy : keyChangedBy);
    }

    void sink(Node.Destination destination, Produced<K, V> produced) {
        Serde<?> givenKey = produced.keySerde != null ? produced.keySerde : keySerde;
        Serde<?> givenValue = produced.valueSerde != null ? produced.valueSerde : valueSerde;
        graph.add(
                produced.name,
                "sink",
                name -> new Node.Sink(
                        name,
                        List.of(node),
                        destination,
                        graph.keySerde(givenKey, name, "Produced.with").serializer(),
                        graph.valueSerde(givenValue, name, "Produced.with").serializer(),
                        produced.withOutputIds));
    }

    /** Tells a problem if the key may have changed, so that {@code user} would find only a part of a key's records. */
    void requireSourceKey(String user) {
        if (keyChangedBy != null) {
            graph.problem(
                    ("%s is behind %s, which may change the key, so that a key's records are not together: move them with"
                                    + " repartition() in between. mapValues, flatMapValues and processValues keep the key.")
                            .formatted(user, graph.placeOf(keyChangedBy)));
        }
    }

    private void requireKeys(String operation, StoreDefinition<?>... stores) {
        Stream.of(stores)
                .filter(store -> store.kind().isByRecordKey())
                .findFirst()
                .ifPresent(store -> requireSourceKey("%s(...) with store '%s'".formatted(operation, store.name())));
    }

    private Node.Operator operator(
            String name, String operation, ProcessorSupplier<?, ?, ?, ?> supplier, StoreDefinition<?>... stores) {
        return new Node.Operator(
                name, operation, List.of(node), supplier, graph.stores().declare(List.of(stores), keySerde, name));
    }

    private void requireSameBuilder(GlobalKTable<?, ?> table) {
        if (table.graph() != graph) {
            graph.problem("Global table '%s' is one of another TopologyBuilder. Build both with one builder."
                    .formatted(table.name()));
        }
    }

    private String changedBy(String newNode) {
        return keyChangedBy == null ? newNode : keyChangedBy;
    }

    static @Nullable String nameOf(@Nullable Named named) {
        return named == null ? null : named.name();
    }
}
