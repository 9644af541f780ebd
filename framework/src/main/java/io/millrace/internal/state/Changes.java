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
 * @param <M> what changes are collected in
 */
final class Changes<I, V, M extends Map<I, Written<V>>> {

    private final String store;
    private final Supplier<M> maps;
    private final AtomicInteger size = new AtomicInteger();
    private final M nothing;
    private M unsealed;
    private volatile M sealed;

    Changes(String store, Supplier<M> maps) {
        this.store = store;
        this.maps = maps;
        this.nothing = maps.get();
        this.sealed = nothing;
        this.unsealed = maps.get();
    }

    void add(I key, Written<V> change) {
        unsealed.put(key, change);
        size.lazySet(unsealed.size());
    }

    /** Returns the last change of {@code key} that is not durable yet, if there is one. */
    @Nullable
    Written<V> get(I key) {
        Written<V> change = unsealed.get(key);
        return change == null ? sealed.get(key) : change;
    }

    /** Returns what is not set aside yet, as it goes on changing. */
    M unsealed() {
        return unsealed;
    }

    /** Sets aside what was added, in the same time however much that is. */
    void seal() {
        if (sealed != nothing) {
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
    M sealed() {
        return sealed;
    }

    /** Forgets what is set aside. */
    void dropSealed() {
        sealed = nothing;
    }

    /** Returns how many keys have changed since the last barrier. Callable by any thread. */
    int size() {
        return size.get();
    }
}
