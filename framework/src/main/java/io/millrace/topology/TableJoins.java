package io.millrace.topology;

import io.millrace.internal.operator.JoinKind;
import io.millrace.internal.operator.JoinSide;
import io.millrace.internal.operator.StreamTableJoin;
import io.millrace.internal.operator.TableLookup;
import io.millrace.internal.operator.TableTableJoin;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.ValueJoiner;
import io.millrace.state.Materialized;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Joins streams with tables, and tables with each other. What comes in of a table are the updates of its store, which the join sees
 * through the table's filters and mappings itself.
 *
 * @param joiner of a value of the left and one of the right input
 */
record TableJoins<R>(JoinKind kind, ValueJoiner<?, ?, ? extends R> joiner) {

    <K extends @Nullable Object, V extends @Nullable Object> KStream<K, R> join(
            StreamPoint<K, V> stream, KTable<K, ?> table, Joined<K, V> joined) {
        GraphBuilder graph = stream.graph();
        if (isForeign(graph, table)) {
            return new KStream<>(stream.newValue(stream.node(), null));
        }
        JoinInputs inputs = new JoinInputs(graph, kind, joined.name);
        StoredTable<K> right = table.stored();
        StreamPoint<K, V> left =
                inputs.gathered(stream.withSerdes(joined.keySerde, joined.valueSerde), JoinSide.LEFT, "Joined.with");
        List<String> entries = List.of(
                inputs.entry(left, JoinSide.LEFT, inputs.needed(JoinSide.LEFT)),
                inputs.entry(right.updates(), JoinSide.RIGHT, Needed.KEY));
        String node = graph.add(joined.name, inputs.operation(), name -> {
            TableChoice choice = right.choice(copyName(name, JoinSide.RIGHT));
            return tableJoin(
                    graph,
                    name,
                    inputs.operation(),
                    entries,
                    List.of(choice),
                    tables -> StreamTableJoin.supplier(kind, joiner, tables.get(0)));
        });
        return new KStream<>(new StreamPoint<>(
                graph, node, left.keySerde() == null ? right.updates().keySerde() : left.keySerde(), null, null));
    }

    <K> KTable<K, R> join(KTable<K, ?> leftTable, KTable<K, ?> rightTable, @Nullable Materialized<K, R> materialized) {
        StoredTable<K> left = leftTable.stored();
        GraphBuilder graph = left.updates().graph();
        if (isForeign(graph, rightTable)) {
            return new KTable<>(left.updates().newValue(left.updates().node(), null), null);
        }
        StoredTable<K> right = rightTable.stored();
        TableStore<K, R> result = new TableStore<>(materialized, keySerde(left, right), null);
        JoinInputs inputs = new JoinInputs(graph, kind, result.name());
        List<String> entries = List.of(
                inputs.entry(left.updates(), JoinSide.LEFT, Needed.KEY),
                inputs.entry(right.updates(), JoinSide.RIGHT, Needed.KEY));
        String node = graph.add(null, inputs.operation(), name -> {
            String base = result.name() == null ? name : result.name();
            List<TableChoice> choices =
                    List.of(left.choice(copyName(base, JoinSide.LEFT)), right.choice(copyName(base, JoinSide.RIGHT)));
            return tableJoin(
                    graph,
                    name,
                    inputs.operation(),
                    entries,
                    choices,
                    tables -> TableTableJoin.supplier(
                            kind, joiner, Map.of(JoinSide.LEFT, tables.get(0), JoinSide.RIGHT, tables.get(1))));
        });
        StreamPoint<K, R> joined = new StreamPoint<>(graph, node, result.keySerde(), result.valueSerde(), null);
        return materialized == null ? new KTable<>(joined, null) : KTable.kept(joined, result);
    }

    private static Node tableJoin(
            GraphBuilder graph,
            String name,
            String operation,
            List<String> entries,
            List<TableChoice> choices,
            Function<List<TableLookup>, ProcessorSupplier<?, ?, ?, ?>> processors) {
        choices.forEach(choice -> graph.stores().declare(List.of(choice.copy()), null, name));
        return new Node.TableJoin(name, operation, entries, choices, processors);
    }

    private static boolean isForeign(GraphBuilder graph, KTable<?, ?> table) {
        boolean foreign = table.point().graph() != graph;
        if (foreign) {
            graph.problem("A table of another TopologyBuilder is joined: '%s'. Build both with one builder."
                    .formatted(table.point().node()));
        }
        return foreign;
    }

    private static <K> @Nullable Serde<K> keySerde(StoredTable<K> left, StoredTable<K> right) {
        return left.updates().keySerde() == null
                ? right.updates().keySerde()
                : left.updates().keySerde();
    }

    private static String copyName(String base, JoinSide side) {
        return JoinInputs.nameOf(base, side) + "-copy";
    }
}
