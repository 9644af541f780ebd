package io.millrace.topology;

import io.millrace.internal.operator.JoinBufferStores;
import io.millrace.internal.operator.JoinKind;
import io.millrace.internal.operator.JoinSide;
import io.millrace.internal.operator.StreamStreamJoin;
import io.millrace.processor.ValueJoiner;
import io.millrace.state.StoreDefinition;
import io.millrace.window.JoinWindows;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Joins two streams: brings both to their keys' partitions and into one node.
 *
 * @param joiner of a value of the left and one of the right stream
 */
record StreamJoins<R>(JoinKind kind, ValueJoiner<?, ?, ? extends R> joiner, JoinWindows windows) {

    private static final String REMEDY = "StreamJoined.with";

    <K extends @Nullable Object, V extends @Nullable Object, W extends @Nullable Object> KStream<K, R> join(
            StreamPoint<K, V> left, StreamPoint<K, W> right, StreamJoined<K, V, W> joined) {
        GraphBuilder graph = left.graph();
        if (right.graph() != graph) {
            graph.problem("A stream of another TopologyBuilder is joined: '%s'. Build both with one builder."
                    .formatted(right.node()));
            return new KStream<>(left.newValue(left.node(), null));
        }
        JoinInputs inputs = new JoinInputs(graph, kind, joined.base());
        StreamPoint<K, V> leftInput =
                inputs.gathered(left.withSerdes(joined.keySerde, joined.valueSerde), JoinSide.LEFT, REMEDY);
        StreamPoint<K, W> rightInput =
                inputs.gathered(right.withSerdes(joined.keySerde, joined.otherValueSerde), JoinSide.RIGHT, REMEDY);
        List<String> entries = List.of(
                inputs.entry(leftInput, JoinSide.LEFT, inputs.needed(JoinSide.LEFT)),
                inputs.entry(rightInput, JoinSide.RIGHT, inputs.needed(JoinSide.RIGHT)));
        @Nullable Serde<K> keySerde = leftInput.keySerde() == null ? rightInput.keySerde() : leftInput.keySerde();
        String node = graph.add(joined.name, inputs.operation(), name -> {
            Serde<?> keys = graph.keySerde(keySerde, name, REMEDY);
            String base = joined.base() == null ? name : joined.base();
            Map<JoinSide, JoinBufferStores<Object>> stores = new EnumMap<>(JoinSide.class);
            stores.put(JoinSide.LEFT, stores(base, JoinSide.LEFT, keys, serde(leftInput, name), joined));
            stores.put(JoinSide.RIGHT, stores(base, JoinSide.RIGHT, keys, serde(rightInput, name), joined));
            List<StoreDefinition<?>> definitions = new ArrayList<>();
            stores.values().forEach(side -> definitions.addAll(side.definitions()));
            return new Node.Operator(
                    name,
                    inputs.operation(),
                    entries,
                    StreamStreamJoin.supplier(kind, joiner, stores),
                    graph.stores().declare(definitions, keySerde, name),
                    kind != JoinKind.INNER);
        });
        return new KStream<>(new StreamPoint<>(graph, node, keySerde, null, null));
    }

    private JoinBufferStores<Object> stores(
            String base, JoinSide side, Serde<?> keySerde, Serde<Object> valueSerde, StreamJoined<?, ?, ?> joined) {
        return JoinBufferStores.of(JoinInputs.nameOf(base, side), side, windows, keySerde, valueSerde, joined.type);
    }

    @SuppressWarnings("unchecked") // the values of a side are of its type
    private static Serde<Object> serde(StreamPoint<?, ?> input, String node) {
        return (Serde<Object>) input.graph().valueSerde(input.valueSerde(), node, REMEDY);
    }
}
