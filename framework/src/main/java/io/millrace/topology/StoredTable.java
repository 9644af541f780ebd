package io.millrace.topology;

import io.millrace.internal.operator.TableView;
import io.millrace.state.StoreDefinition;
import io.millrace.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * The store that a table is seen through: its own, or that of the table which it was filtered and mapped from. Immutable.
 *
 * @param updates where changes of the store come out, by key
 * @param view what is made of the stored values
 */
record StoredTable<K>(StreamPoint<K, ?> updates, StoreDefinition<ValueState<Object>> store, TableView view) {

    /** Returns the table of {@code store} itself. */
    @SuppressWarnings("unchecked") // joins are free of types; the DSL has checked them
    static <K, A> StoredTable<K> of(StreamPoint<K, A> updates, StoreDefinition<ValueState<A>> store) {
        return new StoredTable<>(
                updates, (StoreDefinition<ValueState<Object>>) (StoreDefinition<?>) store, (key, stored) -> stored);
    }

    /** Returns what {@code mapper} makes of this table. */
    @SuppressWarnings("unchecked") // the same
    <V, W> StoredTable<K> seenThrough(Operations.EntryMapper<K, V, W> mapper) {
        return new StoredTable<>(updates, store, (key, stored) -> mapped(mapper, (K) key, (V) view.apply(key, stored)));
    }

    private static <K, V, W> @Nullable W mapped(Operations.EntryMapper<K, V, W> mapper, K key, @Nullable V value) {
        return value == null ? null : mapper.apply(key, value);
    }

    /** Returns what a join needs, which would keep a copy named {@code copyName}. */
    TableChoice choice(String copyName) {
        return TableChoice.of(store, view, copyName);
    }
}
