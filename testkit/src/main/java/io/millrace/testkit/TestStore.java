package io.millrace.testkit;

import io.millrace.internal.state.StoreReader;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a store of the topology under test: what its processors have made of it so far, durable or not.
 *
 * <p>The value of a list store's key is a {@link List}, that of a map store's key a {@link Map}.
 *
 * <p>{@link TopologyTestDriver#store} gives one, which stays valid after a restart. Confined to the driver's thread.
 */
public final class TestStore<K, V> {

    private final Supplier<StoreReader> reader;
    private final OptionalInt partition;

    /** {@code reader} gives that of the run that goes on. */
    TestStore(Supplier<StoreReader> reader, OptionalInt partition) {
        this.reader = reader;
        this.partition = partition;
    }

    /**
     * Returns what of the store belongs to input partition {@code number}; empty if that is revoked. Behind a local shuffle all of it
     * is in number 0.
     */
    public TestStore<K, V> partition(int number) {
        return new TestStore<>(reader, OptionalInt.of(number));
    }

    /** Returns the value of {@code key}, in whichever partition it is; null if there is none. */
    @SuppressWarnings("unchecked") // the caller says what is stored, as with every store by name
    public @Nullable V get(K key) {
        StoreReader store = reader.get();
        return (V) partitions(store).stream()
                .flatMap(number -> store.get(number, key).stream())
                .findFirst()
                .orElse(null);
    }

    /** Returns all entries, in no particular order. A key that is in several partitions is there once. */
    @SuppressWarnings("unchecked") // as above
    public Map<K, V> entries() {
        StoreReader store = reader.get();
        Map<K, V> entries = new LinkedHashMap<>();
        partitions(store)
                .forEach(number -> store.entries(number).forEach((key, value) -> entries.put((K) key, (V) value)));
        return entries;
    }

    /** Returns whether it has no entries. */
    public boolean isEmpty() {
        return entries().isEmpty();
    }

    private Collection<Integer> partitions(StoreReader store) {
        return partition.isPresent() ? List.of(partition.getAsInt()) : store.partitions();
    }
}
