package io.millrace.topology;

import io.millrace.internal.operator.TableLookup;
import io.millrace.internal.operator.TableView;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreKind;
import io.millrace.state.ValueState;

/**
 * A table that a join looks into, either in the table's own store or in a copy: that is the plan's choice. Immutable.
 *
 * @param own the table's store
 * @param copy what the join keeps where it can't use that, with the same serdes and life time
 * @param view what filters and mappings make of the stored values
 */
public record TableChoice(
        StoreDefinition<ValueState<Object>> own, StoreDefinition<ValueState<Object>> copy, TableView view) {

    static TableChoice of(StoreDefinition<ValueState<Object>> own, TableView view, String copyName) {
        return new TableChoice(
                own,
                new StoreDefinition<>(
                        copyName,
                        StoreKind.VALUE,
                        own.keySerde(),
                        null,
                        own.valueSerde(),
                        own.type(),
                        own.ttl(),
                        own.logged(),
                        null),
                view);
    }

    TableLookup shared() {
        return TableLookup.shared(own, view);
    }

    TableLookup copied() {
        return TableLookup.copied(copy, view);
    }
}
