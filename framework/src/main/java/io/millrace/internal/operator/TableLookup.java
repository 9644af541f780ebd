package io.millrace.internal.operator;

import io.millrace.processor.ProcessingContext;
import io.millrace.state.StoreDefinition;
import io.millrace.state.ValueState;
import java.util.function.BiFunction;

/** How a join finds the entries of a table. Immutable. */
public final class TableLookup {

    private final StoreDefinition<ValueState<Object>> store;
    private final TableView view;
    private final BiFunction<ValueState<Object>, TableView, JoinedTable> access;

    private TableLookup(
            StoreDefinition<ValueState<Object>> store,
            TableView view,
            BiFunction<ValueState<Object>, TableView, JoinedTable> access) {
        this.store = store;
        this.view = view;
        this.access = access;
    }

    /** Returns a look into {@code store}, which is the table's own and in the join's stage. */
    public static TableLookup shared(StoreDefinition<ValueState<Object>> store, TableView view) {
        return new TableLookup(store, view, JoinedTable.Shared::new);
    }

    /** Returns a look into {@code store}, in which the join keeps a copy of the table. */
    public static TableLookup copied(StoreDefinition<ValueState<Object>> store, TableView view) {
        return new TableLookup(store, view, JoinedTable.Copied::new);
    }

    /** Returns the store that has to be declared for it. */
    public StoreDefinition<ValueState<Object>> store() {
        return store;
    }

    JoinedTable open(ProcessingContext context) {
        return access.apply(context.getStateStore(store), view);
    }
}
