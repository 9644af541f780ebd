package io.millrace.topology;

import io.millrace.internal.operator.JoinKind;
import io.millrace.processor.Predicate;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.ValueJoiner;
import io.millrace.processor.ValueMapper;
import io.millrace.processor.ValueMapperWithKey;
import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.state.ValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The newest value of each key, and the updates that make it: every record that leaves a table is the new value of its key,
 * or null where the key has none any more.
 *
 * <p>The table of a topic or an aggregation is kept in a store; what filters and mappings make of it is not.
 *
 * <p>Immutable view on the builder; not thread-safe.
 */
public final class KTable<K, V> {

    private final StreamPoint<K, V> point;
    private final @Nullable StoredTable<K> stored;

    /** {@code stored} is null if no store has its entries. */
    KTable(StreamPoint<K, V> point, @Nullable StoredTable<K> stored) {
        this.point = point;
        this.stored = stored;
    }

    /** Returns the table whose updates are there at {@code point}. */
    static <K, V> KTable<K, V> at(StreamPoint<K, V> point) {
        return new KTable<>(point, null);
    }

    /** Adds the node that keeps a table in {@code store}. */
    static <K, V, A> KTable<K, A> stored(
            StreamPoint<K, V> input,
            String operation,
            TableStore<K, A> store,
            BiFunction<String, StoreDefinition<ValueState<A>>, ProcessorSupplier<K, V, K, A>> processors) {
        List<StoreDefinition<ValueState<A>>> declared = new ArrayList<>();
        String node = input.graph().addEnd(nodeName(operation, store), operation, name -> {
            StoreDefinition<ValueState<A>> definition = input.graph().stores().declare(store, name);
            declared.add(definition);
            return new Node.Operator(
                    name, operation, List.of(input.node()), processors.apply(name, definition), List.of(definition));
        });
        StreamPoint<K, A> point = input.newValue(node, store.valueSerde()).withSerdes(store.keySerde(), null);
        return new KTable<>(
                point,
                declared.stream()
                        .findFirst()
                        .map(definition -> StoredTable.of(point, definition))
                        .orElse(null));
    }

    /** Adds the node that keeps the entries whose updates come from {@code input}. */
    static <K, V> KTable<K, V> kept(StreamPoint<K, V> input, TableStore<K, V> store) {
        return stored(input, "table", store, (node, definition) -> () -> new TableProcessor<>(node, definition));
    }

    /** Returns a name that tells the store's; null if there is none, or if it is told as illegal for the store anyway. */
    static @Nullable String nodeName(String operation, TableStore<?, ?> store) {
        String name = operation + "-" + store.name();
        return store.name() != null && GraphBuilder.isLegal(name) ? name : null;
    }

    /** Returns the updates as a stream: a null value says that the key has none any more. */
    public KStream<K, @Nullable V> toStream() {
        return new KStream<>(point);
    }

    /**
     * Keeps the entries for which {@code predicate} holds. An update for which it does not hold becomes a removal, as the
     * key may have been in the filtered table before.
     */
    public KTable<K, V> filter(Predicate<? super K, ? super V> predicate) {
        return filtered("filter", predicate);
    }

    /** Drops the entries for which {@code predicate} holds; see {@link #filter}. */
    public KTable<K, V> filterNot(Predicate<? super K, ? super V> predicate) {
        return filtered("filterNot", (key, value) -> !predicate.test(key, value));
    }

    /** Replaces the values. Removals pass by {@code mapper}; where it returns null, the key has no entry. */
    public <W> KTable<K, W> mapValues(ValueMapper<? super V, ? extends @Nullable W> mapper) {
        return mapValues((key, value) -> mapper.apply(value));
    }

    public <W> KTable<K, W> mapValues(ValueMapperWithKey<? super K, ? super V, ? extends @Nullable W> mapper) {
        Operations.EntryMapper<K, V, W> entries = mapper::apply;
        return new KTable<>(point.newValue(update("mapValues", entries), null), seenThrough(entries));
    }

    /**
     * Joins the entries of both tables under each key. Each change of either gives the new result, or null where there is none any
     * more, with the timestamp of the change.
     *
     * <p>The result is not stored; if it is joined further, it is, with the default serde for values: better say how, with {@link
     * Materialized}. Joins see filtered and mapped tables through their functions, which are called for each look as well.
     */
    public <W, R> KTable<K, R> join(KTable<K, W> other, ValueJoiner<? super V, ? super W, ? extends R> joiner) {
        return new TableJoins<R>(JoinKind.INNER, joiner).join(this, other, null);
    }

    /** The same; the result is stored. */
    public <W, R> KTable<K, R> join(
            KTable<K, W> other,
            ValueJoiner<? super V, ? super W, ? extends R> joiner,
            Materialized<K, R> materialized) {
        return new TableJoins<R>(JoinKind.INNER, joiner).join(this, other, materialized);
    }

    /** Joins the entries of both tables; those of this one also where the other has none, with null. See {@link #join}. */
    public <W, R> KTable<K, R> leftJoin(
            KTable<K, W> other, ValueJoiner<? super V, ? super @Nullable W, ? extends R> joiner) {
        return new TableJoins<R>(JoinKind.LEFT, joiner).join(this, other, null);
    }

    /** The same; the result is stored. */
    public <W, R> KTable<K, R> leftJoin(
            KTable<K, W> other,
            ValueJoiner<? super V, ? super @Nullable W, ? extends R> joiner,
            Materialized<K, R> materialized) {
        return new TableJoins<R>(JoinKind.LEFT, joiner).join(this, other, materialized);
    }

    /** Joins the entries of both tables, with null where one of them has none. See {@link #join}. */
    public <W, R> KTable<K, R> outerJoin(
            KTable<K, W> other, ValueJoiner<? super @Nullable V, ? super @Nullable W, ? extends R> joiner) {
        return new TableJoins<R>(JoinKind.OUTER, joiner).join(this, other, null);
    }

    /** The same; the result is stored. */
    public <W, R> KTable<K, R> outerJoin(
            KTable<K, W> other,
            ValueJoiner<? super @Nullable V, ? super @Nullable W, ? extends R> joiner,
            Materialized<K, R> materialized) {
        return new TableJoins<R>(JoinKind.OUTER, joiner).join(this, other, materialized);
    }

    StreamPoint<K, V> point() {
        return point;
    }

    /** Returns the store that joins see this table through, and adds one if there is none. */
    StoredTable<K> stored() {
        if (stored != null) {
            // Joins take the updates of the store, so that nothing else need be behind the table's last node.
            point.graph().allowDeadEnd(point.node());
            return stored;
        }
        point.requireSourceKey("join(...) with a table");
        KTable<K, V> kept = kept(point, new TableStore<>(null, point.keySerde(), point.valueSerde()));
        return Objects.requireNonNull(kept.stored, "a table without a name of its own gets a store");
    }

    private KTable<K, V> filtered(String operation, Predicate<? super K, ? super V> predicate) {
        Operations.EntryMapper<K, V, V> entries = (key, value) -> predicate.test(key, value) ? value : null;
        return new KTable<>(point.at(update(operation, entries)), seenThrough(entries));
    }

    private <W> @Nullable StoredTable<K> seenThrough(Operations.EntryMapper<K, V, W> mapper) {
        return stored == null ? null : stored.seenThrough(mapper);
    }

    private <W> String update(String operation, Operations.EntryMapper<K, V, W> mapper) {
        return point.operator(null, operation, Operations.mapEntries(mapper));
    }
}
