package io.millrace.topology;

import io.millrace.processor.Predicate;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.ValueMapper;
import io.millrace.processor.ValueMapperWithKey;
import io.millrace.state.StoreDefinition;
import io.millrace.state.ValueState;
import java.util.List;
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

    private KTable(StreamPoint<K, V> point) {
        this.point = point;
    }

    /** Returns the table whose updates are there at {@code point}. */
    static <K, V> KTable<K, V> at(StreamPoint<K, V> point) {
        return new KTable<>(point);
    }

    /** Adds the node that keeps a table in {@code store}. */
    static <K, V, A> KTable<K, A> stored(
            StreamPoint<K, V> input,
            String operation,
            TableStore<K, A> store,
            BiFunction<String, StoreDefinition<ValueState<A>>, ProcessorSupplier<K, V, K, A>> processors) {
        String node = input.graph().addEnd(nodeName(operation, store), operation, name -> {
            StoreDefinition<ValueState<A>> definition = input.graph().stores().declare(store, name);
            return new Node.Operator(
                    name, operation, List.of(input.node()), processors.apply(name, definition), List.of(definition));
        });
        return new KTable<>(input.newValue(node, store.valueSerde()).withSerdes(store.keySerde(), null));
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
        return new KTable<>(point.newValue(update("mapValues", mapper::apply), null));
    }

    private KTable<K, V> filtered(String operation, Predicate<? super K, ? super V> predicate) {
        return new KTable<>(point.at(update(operation, (key, value) -> predicate.test(key, value) ? value : null)));
    }

    private <W> String update(String operation, Operations.EntryMapper<K, V, W> mapper) {
        return point.operator(null, operation, Operations.mapEntries(mapper));
    }
}
