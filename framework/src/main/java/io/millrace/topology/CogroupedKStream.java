package io.millrace.topology;

import io.millrace.internal.operator.Addition;
import io.millrace.processor.Aggregator;
import io.millrace.processor.Initializer;
import io.millrace.state.Materialized;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Several grouped streams whose values are added to one aggregate for each key, each stream in its own way.
 *
 * <p>All of them are aggregated in one stage. If groupings have a name, it is the same for all that have one, and the stage has
 * it; the greatest parallelism counts.
 *
 * <p>Not thread-safe.
 */
public final class CogroupedKStream<K, A> {

    private final GraphBuilder graph;
    private final List<Input<K, ?, A>> inputs = new ArrayList<>();

    CogroupedKStream(GraphBuilder graph) {
        this.graph = graph;
    }

    /** Adds the values of {@code other} to the aggregate too, by {@code aggregator}; returns this. */
    public <V> CogroupedKStream<K, A> cogroup(
            KGroupedStream<K, V> other, Aggregator<? super K, ? super V, A> aggregator) {
        StreamPoint<K, V> point = other.point();
        if (point.graph() == graph) {
            inputs.add(new Input<>(point, other.grouped(), aggregator));
        } else {
            graph.problem("A stream of another TopologyBuilder is cogrouped: '%s'. Build both with one builder."
                    .formatted(point.node()));
        }
        return this;
    }

    /**
     * Aggregates. The aggregates are stored with the default serde for values, under a name made from the position in the
     * topology; better name the store.
     */
    public KTable<K, A> aggregate(Initializer<? extends A> initializer) {
        return aggregated(initializer, null);
    }

    public KTable<K, A> aggregate(Initializer<? extends A> initializer, Materialized<K, A> materialized) {
        return aggregated(initializer, materialized);
    }

    private KTable<K, A> aggregated(Initializer<? extends A> initializer, @Nullable Materialized<K, A> materialized) {
        List<Input<K, ?, A>> all = List.copyOf(inputs);
        Addition<K, FromInput, A> addition = (key, value, before) ->
                all.get(value.input()).add(key, value.value(), before == null ? initializer.apply() : before);
        StreamPoint<K, FromInput> joined = joined(new TableStore<>(materialized, null, null));
        return KTable.stored(
                joined,
                "aggregate",
                new TableStore<>(materialized, joined.keySerde(), null),
                (node, definition) -> () -> new AggregationProcessor<>(node, definition, addition));
    }

    /** Brings all inputs to one point, where their values say which input they are from. */
    private StreamPoint<K, FromInput> joined(TableStore<K, A> store) {
        List<String> names = inputs.stream()
                .map(input -> input.grouped.name)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (names.size() > 1) {
            graph.problem(
                    "Groupings named '%s' are cogrouped: give them one name, since all are aggregated in one stage."
                            .formatted(String.join("', '", names)));
        }
        @Nullable String base = names.isEmpty() ? store.name() : names.get(0);
        List<String> marked = new ArrayList<>();
        @Nullable Serde<K> keySerde = null;
        for (int index = 0; index < inputs.size(); index++) {
            StreamPoint<K, FromInput> input = inputs.get(index).marked(index, base, store);
            marked.add(input.node());
            keySerde = keySerde == null ? input.keySerde() : keySerde;
        }
        String node = names.isEmpty()
                ? graph.add(null, "merge", name -> new Node.Operator(name, "merge", marked, Operations.pass()))
                : graph.addStage(names.get(0), marked, parallelism());
        return new StreamPoint<>(graph, node, keySerde, null, null);
    }

    private int parallelism() {
        return inputs.stream()
                .filter(input -> input.grouped.name != null)
                .mapToInt(input -> input.grouped.parallelism)
                .max()
                .orElseThrow();
    }

    /** One of the streams and how its values are added. */
    private record Input<K, V, A>(
            StreamPoint<K, V> point, Grouped<K, V> grouped, Aggregator<? super K, ? super V, A> aggregator) {

        /**
         * Adds the node that marks its values as those of input {@code index}, behind a shuffle if its keys were changed.
         *
         * @param base what the names of all inputs' shuffles are made of, if anything gives one
         */
        StreamPoint<K, FromInput> marked(int index, @Nullable String base, TableStore<K, ?> store) {
            StreamPoint<K, V> gathered = gathered(base == null ? null : base + "-" + (index + 1), store);
            String node = gathered.operator(
                    null,
                    "cogroup",
                    Operations.<K, V, FromInput>mapEntries((key, value) -> new FromInput(index, value)));
            return gathered.newValue(node, null);
        }

        private StreamPoint<K, V> gathered(@Nullable String base, TableStore<K, ?> store) {
            return point.keyChangedBy() == null
                    ? point
                    : point.graph().shuffles().group(point.keyedAs(store), grouped.withoutStage(), base);
        }

        @SuppressWarnings("unchecked") // the value was marked as one of this input
        @Nullable
        A add(K key, Object value, A aggregate) {
            return aggregator.apply(key, (V) value, aggregate);
        }
    }

    /** A value and the number of the input it came from. */
    private record FromInput(int input, Object value) {}
}
