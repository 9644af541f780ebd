package io.millrace.internal.state;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What has changed in a table since the last barrier, and what was set aside at it until it is durable.
 *
 * <p>Confined to the worker, but for the methods about what is sealed, which the committer may call meanwhile, and
 * {@link #size()}.
 *
 * @param <C> what changes are collected in
 */
final class Changes<C> {

    private final String store;
    private final Supplier<C> collections;
    private final AtomicInteger size = new AtomicInteger();
    private final C nothing;
    private C unsealed;
    private volatile C sealed;

    Changes(String store, Supplier<C> collections) {
        this.store = store;
        this.collections = collections;
        this.nothing = collections.get();
        this.sealed = nothing;
        this.unsealed = collections.get();
    }

    /** Returns what is not set aside yet, to be added to. */
    C unsealed() {
        return unsealed;
    }

    /** What is not set aside yet are the changes of {@code keys} keys by now. */
    void grownTo(int keys) {
        size.lazySet(keys);
    }

    /** Sets aside what was added, in the same time however much that is; returns whether it was anything. */
    boolean seal() {
        if (sealed != nothing) {
            throw new IllegalStateException(
                    "Store '%s' reached a barrier while its changes before the last one are not committed"
                            .formatted(store));
        }
        if (size.get() == 0) {
            return false;
        }
        sealed = unsealed;
        unsealed = collections.get();
        size.lazySet(0);
        return true;
    }

    /** Returns what is set aside; nobody changes it. */
    C sealed() {
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
