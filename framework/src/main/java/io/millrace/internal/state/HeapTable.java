package io.millrace.internal.state;

import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A table of the user's own objects: nothing is serialized when one is read or written. The order of keys, for which their
 * bytes are needed, is kept from the first time that somebody asks for it.
 *
 * <p>Confined to the worker, but where a method says otherwise.
 */
final class HeapTable<K, V> implements Table<K, V> {

    private final StoreFormat<K, V> format;
    private final Lifetime lifetime;
    private final @Nullable Changes<Object, V, Map<Object, Written<V>>> changes;
    private final @Nullable AgeOrder ages;

    /** Concurrent not for threads but for walks, which go on while entries change. */
    private final ConcurrentHashMap<Object, Written<V>> entries = new ConcurrentHashMap<>();

    private @Nullable KeyOrder<Object> order;

    /** {@code changes} takes what changes; null where nobody wants to know. */
    HeapTable(
            StoreFormat<K, V> format,
            Lifetime lifetime,
            @Nullable Changes<Object, V, Map<Object, Written<V>>> changes) {
        this.format = format;
        this.lifetime = lifetime;
        this.changes = changes;
        this.ages = lifetime.ends() ? new AgeOrder() : null;
    }

    @Override
    public @Nullable V get(K key) {
        return visible(entries.get(KeyBytes.identity(key)));
    }

    @Override
    public void put(K key, V value) {
        Object identity = KeyBytes.identity(key);
        Written<V> written = new Written<>(value, lifetime.now());
        store(identity, written);
        if (ages != null) {
            ages.written(identity);
        }
        changed(identity, written);
    }

    @Override
    public void remove(K key) {
        removeNow(KeyBytes.identity(key));
    }

    @Override
    public EntryIterator<K, V> all() {
        return new HeapWalk<>(this, entries.keySet().iterator());
    }

    @Override
    public EntryIterator<K, V> range(byte @Nullable [] from, byte @Nullable [] to, boolean descending) {
        return new HeapWalk<>(this, order().walk(from, to, descending));
    }

    @Override
    public long approximateNumEntries() {
        return entries.mappingCount();
    }

    @Override
    public void seal() {
        if (changes != null) {
            changes.seal();
        }
    }

    @Override
    public int expire(int most) {
        if (ages == null) {
            return 0;
        }
        int expired = 0;
        Object oldest = ages.oldest(entries);
        while (expired < most && oldest != null && isOver(oldest)) {
            removeNow(oldest);
            expired++;
            oldest = ages.oldest(entries);
        }
        return expired;
    }

    /** Returns what is set aside, by what stands for the keys. For the committer only. */
    Map<Object, Written<V>> sealed() {
        return changes == null ? Map.of() : changes.sealed();
    }

    /** Forgets what is set aside. For the committer only. */
    void dropSealed() {
        if (changes != null) {
            changes.dropSealed();
        }
    }

    /** Returns how many keys have changed since the last barrier. Callable by any thread. */
    int changedKeys() {
        return changes == null ? 0 : changes.size();
    }

    /** Takes over an entry that was written at {@code at}. For the loader only. */
    void load(K key, V value, long at) {
        Object identity = KeyBytes.identity(key);
        store(identity, new Written<>(value, at));
        if (ages != null) {
            ages.loaded(identity, at);
        }
    }

    /** Removes an entry without noting it. For the loader only. */
    void unload(K key) {
        drop(KeyBytes.identity(key));
    }

    /** Forgets all entries. For the loader only. */
    void clear() {
        entries.clear();
        order = null;
        if (ages != null) {
            ages.clear();
        }
    }

    /** Returns the entry that {@code identity} stands for, if there is one to be seen. */
    @Nullable
    Entry<K, V> entry(Object identity) {
        V value = visible(entries.get(identity));
        return value == null ? null : new Entry<>(key(identity), value);
    }

    private @Nullable V visible(@Nullable Written<V> written) {
        return written == null || lifetime.isOver(written.at()) ? null : written.value();
    }

    private boolean isOver(Object identity) {
        Written<V> written = entries.get(identity);
        return written == null || lifetime.isOver(written.at());
    }

    private void store(Object identity, Written<V> written) {
        Written<V> before = entries.put(identity, written);
        if (before == null && order != null) {
            order.add(format.keyBytes(key(identity)), identity);
        }
    }

    private void removeNow(Object identity) {
        if (drop(identity)) {
            changed(identity, new Written<>(null, lifetime.now()));
        }
    }

    private boolean drop(Object identity) {
        if (entries.remove(identity) == null) {
            return false;
        }
        if (ages != null) {
            ages.removed(identity);
        }
        if (order != null) {
            order.remove(format.keyBytes(key(identity)));
        }
        return true;
    }

    private void changed(Object identity, Written<V> written) {
        if (changes != null) {
            changes.add(identity, written);
        }
    }

    private KeyOrder<Object> order() {
        if (order == null) {
            KeyOrder<Object> built = new KeyOrder<>();
            entries.keySet().forEach(identity -> built.add(format.keyBytes(key(identity)), identity));
            order = built;
        }
        return order;
    }

    private K key(Object identity) {
        return KeyBytes.keyOf(identity);
    }
}
