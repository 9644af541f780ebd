package io.millrace.topology;

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
        AggregationProcessor.Step<K, FromInput, A> step = (key, value, before) ->
                all.get(value.input()).add(key, value.value(), before == null ? initializer.apply() : before);
        return KTable.stored(
                joined(),
                "aggregate",
                new TableStore<>(materialized, keySerde(), null),
                (node, definition) -> () -> new AggregationProcessor<>(node, definition, step));
    }

    /** Brings all inputs to one point, where their values say which input they are from. */
    private StreamPoint<K, FromInput> joined() {
        List<String> marked = new ArrayList<>();
        for (int index = 0; index < inputs.size(); index++) {
            marked.add(inputs.get(index).mark(index));
        }
        return new StreamPoint<>(graph, joined(marked), keySerde(), null, null);
    }

    private String joined(List<String> marked) {
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
        if (names.isEmpty()) {
            return graph.add(null, "merge", name -> new Node.Operator(name, "merge", marked, Operations.pass()));
        }
        int parallelism = inputs.stream()
                .filter(input -> input.grouped.name != null)
                .mapToInt(input -> input.grouped.parallelism)
                .max()
                .orElseThrow();
        return graph.addStage(names.get(0), marked, parallelism);
    }

    private @Nullable Serde<K> keySerde() {
        return inputs.stream()
                .map(input -> input.point.keySerde())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** One of the streams and how its values are added. */
    private record Input<K, V, A>(
            StreamPoint<K, V> point, Grouped<K, V> grouped, Aggregator<? super K, ? super V, A> aggregator) {

        /** Adds the node that marks its values as those of input {@code index}. */
        String mark(int index) {
            StreamPoint<K, V> gathered = point.keyChangedBy() == null ? point : point.shuffle(Grouped.unnamed(), null);
            return gathered.operator(
                    null,
                    "cogroup",
                    Operations.<K, V, FromInput>mapEntries((key, value) -> new FromInput(index, value)));
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
