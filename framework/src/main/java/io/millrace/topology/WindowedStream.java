package io.millrace.topology;

import io.millrace.internal.operator.WindowAggregation;
import io.millrace.internal.operator.WindowAggregation.Children;
import io.millrace.internal.operator.WindowAggregation.Telling;
import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.state.ValueState;
import io.millrace.window.EmitStrategy;
import io.millrace.window.Windowed;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * What windowed streams of all kinds have in common: what they are made of, and how an aggregation of them becomes nodes.
 *
 * <p>Immutable view on the builder; not thread-safe.
 *
 * @param late takes the stream of late records; null if nobody wants them
 */
record WindowedStream<K, V>(
        KGroupedStream<K, V> grouped,
        EmitStrategy emit,
        @Nullable Consumer<KStream<K, V>> late) {

    WindowedStream(KGroupedStream<K, V> grouped) {
        this(grouped, EmitStrategy.onWindowUpdate(), null);
    }

    WindowedStream<K, V> withEmit(EmitStrategy newEmit) {
        new WindowSpans(grouped.point().graph()).check(newEmit);
        return new WindowedStream<>(grouped, newEmit, late);
    }

    WindowedStream<K, V> withLate(Consumer<KStream<K, V>> newLate) {
        return new WindowedStream<>(grouped, emit, newLate);
    }

    /**
     * Adds an aggregation.
     *
     * @param serdes returns the serde of a key in a window
     */
    <A> KTable<Windowed<K>, A> aggregated(
            Aggregating<K, V, A> aggregating,
            @Nullable Materialized<K, A> materialized,
            Windowing<K, V, A> windowing,
            Function<Serde<K>, Serde<Windowed<K>>> serdes) {
        StreamPoint<K, V> point = grouped.gathered(new TableStore<>(materialized, null, null));
        TableStore<K, A> store = new TableStore<>(materialized, point.keySerde(), aggregating.serde());
        refuseTtl(materialized, point.graph());
        String node = point.graph()
                .addEnd(
                        KTable.nodeName(aggregating.operation(), store),
                        aggregating.operation(),
                        name -> operator(name, aggregating.operation(), point, store, windowing));
        String last = node;
        if (late != null) {
            last = pass(children(node).results(), "results", node, point.graph());
            String lateNode = pass(children(node).late(), "late", node, point.graph());
            late.accept(new KStream<>(point.at(lateNode)));
        }
        return KTable.at(point.newTypes(last, windowedSerde(store, point, serdes), store.valueSerde()));
    }

    /** Makes an aggregation in windows of a kind. */
    @FunctionalInterface
    interface Windowing<K, V, A> {

        WindowAggregation<K, V, A> aggregation(Telling telling, StoreDefinition<ValueState<A>> table);
    }

    private <A> Node operator(
            String name,
            String operation,
            StreamPoint<K, V> point,
            TableStore<K, A> store,
            Windowing<K, V, A> windowing) {
        StoreDeclarations stores = point.graph().stores();
        Telling telling = new Telling(emit, late == null ? null : children(name));
        WindowAggregation<K, V, A> aggregation = windowing.aggregation(telling, stores.declare(store, name));
        List<StoreDefinition<?>> own = aggregation.stores();
        stores.declare(own.subList(1, own.size()), null, name);
        return new Node.Operator(
                name, operation, List.of(point.node()), aggregation.processors(name), own, telling.tellsClosed());
    }

    private static Children children(String node) {
        return new Children(node + "-results", node + "-late");
    }

    private static String pass(String name, String operation, String input, GraphBuilder graph) {
        return graph.addEnd(
                name, operation, node -> new Node.Operator(node, operation, List.of(input), Operations.pass()));
    }

    /** The serde of a key that has none is told as missing with the store. */
    @SuppressWarnings("unchecked") // a default serde is the user's word that it fits
    private <A> @Nullable Serde<Windowed<K>> windowedSerde(
            TableStore<K, A> store, StreamPoint<K, V> point, Function<Serde<K>, Serde<Windowed<K>>> serdes) {
        @Nullable Serde<K> given = store.keySerde();
        @Nullable Serde<K> keySerde = given == null ? (Serde<K>) point.graph().defaultKeySerde() : given;
        return keySerde == null ? null : serdes.apply(keySerde);
    }

    private static void refuseTtl(@Nullable Materialized<?, ?> materialized, GraphBuilder graph) {
        if (materialized != null && materialized.ttl().isPresent()) {
            graph.problem(
                    "A windowed aggregation has a time to live: leave out withTtl, its windows go when they are closed.");
        }
    }
}
