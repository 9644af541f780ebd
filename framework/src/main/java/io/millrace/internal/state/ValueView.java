package io.millrace.internal.state;

import io.millrace.state.ValueState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a processor sees of a store with one value for each record key. Confined to the worker. */
final class ValueView<V> implements ValueState<V> {

    private final CurrentTable<Object, V> current;

    ValueView(CurrentTable<Object, V> current) {
        this.current = current;
    }

    @Override
    public @Nullable V get() {
        return current.get().get(current.key());
    }

    @Override
    public void set(V value) {
        Objects.requireNonNull(value, () -> "Store '%s' takes no null: use clear()".formatted(current.store()));
        current.get().put(current.key(), value);
    }

    @Override
    public void clear() {
        current.get().remove(current.key());
    }
}
