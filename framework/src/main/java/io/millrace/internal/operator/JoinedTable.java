package io.millrace.internal.operator;

import io.millrace.state.ValueState;
import org.jspecify.annotations.Nullable;

/** The entry of a table under the key of the record in hand, as a join sees it. Confined to the worker. */
sealed interface JoinedTable {

    ValueState<Object> values();

    TableView view();

    /** Takes note that the stored value has changed; null says that it was removed. */
    void updated(@Nullable Object stored);

    /** Returns the value of {@code key}, which is that of the record in hand; null if there is none. */
    default @Nullable Object value(Object key) {
        return seen(key, values().get());
    }

    /** Returns what {@code stored} is seen as. */
    default @Nullable Object seen(Object key, @Nullable Object stored) {
        return stored == null ? null : view().apply(key, stored);
    }

    /** Looks into the table's own store, where an update is before it comes here. */
    record Shared(ValueState<Object> values, TableView view) implements JoinedTable {

        @Override
        public void updated(@Nullable Object stored) {}
    }

    /** Keeps a copy, where the table's own store is in another stage. */
    record Copied(ValueState<Object> values, TableView view) implements JoinedTable {

        @Override
        public void updated(@Nullable Object stored) {
            if (stored == null) {
                values.clear();
            } else {
                values.set(stored);
            }
        }
    }
}
