package io.millrace.internal.operator;

import io.millrace.state.StoreDefinition;
import io.millrace.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells the windows in the values of a store that has some. Immutable. */
public final class StoredWindows {

    private final WindowShape<?, ?, ?> shape;

    private StoredWindows(WindowShape<?, ?, ?> shape) {
        this.shape = shape;
    }

    /** A window and what is in it. */
    public record Kept(Window window, Object aggregate) {}

    /** Returns what tells the windows of {@code store}; empty if it has none. */
    public static Optional<StoredWindows> of(StoreDefinition<?> store) {
        return store.valueSerde() instanceof KeyWindowsSerde<?> serde
                ? Optional.of(new StoredWindows(serde.shape()))
                : Optional.empty();
    }

    /** Returns the windows in {@code stored}, a value of the store, in order of their beginnings. */
    public List<Kept> in(Object stored) {
        KeyWindows<?> windows = (KeyWindows<?>) stored;
        List<Kept> kept = new ArrayList<>();
        for (int index = 0; index < windows.size(); index++) {
            long start = windows.start(index);
            kept.add(new Kept(new Window(start, shape.end(start, windows.time(index))), windows.aggregate(index)));
        }
        return kept;
    }
}
