package io.millrace.topology;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.state.StoreDefinition;
import io.millrace.state.ValueState;
import org.jspecify.annotations.Nullable;

/** Writes a table's entries and tells those that follow. It means the key of the record in hand. Confined to the worker. */
final class TableWriter<K, A> {

    private final ProcessorContext<K, A> context;
    private final ValueState<A> state;

    TableWriter(ProcessorContext<K, A> context, StoreDefinition<ValueState<A>> store) {
        this.context = context;
        this.state = context.getStateStore(store);
    }

    @Nullable
    A current() {
        return state.get();
    }

    /** Sets the entry of the key of {@code record}; null removes it. */
    void update(Record<K, ?> record, @Nullable A value) {
        if (value == null) {
            state.clear();
        } else {
            state.set(value);
        }
        context.forward(Operations.withValueOrNull(record, value));
    }
}
