package io.millrace.internal.state;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What has changed in a table since the last barrier, and what was set aside at it until it is durable.
 *
 * <p>Confined to the worker, but for the methods about what is sealed, which the committer may call meanwhile, and
 * {@link #size()}.
 *
 * @param <I> stands for a key
 */
final class Changes<I, V> {

    private final String store;
    private final Supplier<Map<I, Written<V>>> maps;
    private final AtomicInteger size = new AtomicInteger();
    private Map<I, Written<V>> unsealed;
    private volatile @Nullable Map<I, Written<V>> sealed;

    /** {@code maps} makes the maps that changes are collected in. */
    Changes(String store, Supplier<Map<I, Written<V>>> maps) {
        this.store = store;
        this.maps = maps;
        this.unsealed = maps.get();
    }

    void add(I key, Written<V> change) {
        unsealed.put(key, change);
        size.lazySet(unsealed.size());
    }

    /** Sets aside what was added, in the same time however much that is. */
    void seal() {
        if (sealed != null) {
            throw new IllegalStateException(
                    "Store '%s' reached a barrier while its changes before the last one are not committed"
                            .formatted(store));
        }
        if (!unsealed.isEmpty()) {
            sealed = unsealed;
            unsealed = maps.get();
            size.lazySet(0);
        }
    }

    /** Returns what is set aside; nobody changes it. */
    Map<I, Written<V>> sealed() {
        Map<I, Written<V>> changes = sealed;
        return changes == null ? Map.of() : changes;
    }

    /** Forgets what is set aside. */
    void dropSealed() {
        sealed = null;
    }

    /** Returns how many keys have changed since the last barrier. Callable by any thread. */
    int size() {
        return size.get();
    }
}
