package io.millrace.internal.state;

import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A table of the user's own objects: nothing is serialized when one is read or written. The order of keys, for which their
 * bytes are needed, is kept from the first time that somebody asks for it.
 *
 * <p>Confined to the worker, but where a method says otherwise.
 */
final class HeapTable<K, V> implements Table<K, V> {

    private static final int LOADED = -1;

    private final StoreFormat<K, V> format;
    private final Lifetime lifetime;
    private final @Nullable HeapChanges<V> changes;
    private final AgeOrder<V> ages = new AgeOrder<>();

    /** Concurrent not for threads but for walks, which go on while entries change. */
    private final ConcurrentHashMap<Object, HeapEntry<V>> entries = new ConcurrentHashMap<>();

    private @Nullable KeyOrder<Object> order;

    /** {@code changes} takes what changes; null where nobody wants to know. */
    HeapTable(StoreFormat<K, V> format, Lifetime lifetime, @Nullable HeapChanges<V> changes) {
        this.format = format;
        this.lifetime = lifetime;
        this.changes = changes;
    }

    @Override
    public @Nullable V get(K key) {
        return visible(entries.get(KeyBytes.identity(key)));
    }

    @Override
    public void put(K key, V value) {
        Object identity = KeyBytes.identity(key);
        HeapEntry<V> entry = entries.get(identity);
        if (entry == null) {
            entry = inserted(identity);
        } else if (entry.epoch() != epoch()) {
            entry = renewed(entry);
        }
        entry.write(value, lifetime.now());
        if (entry instanceof AgedEntry<V> aged) {
            ages.written(aged);
        }
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
    public EntryIterator<K, V> allOverBarriers() {
        return all();
    }

    @Override
    public EntryIterator<K, V> range(byte @Nullable [] from, byte @Nullable [] to, boolean descending) {
        return new HeapWalk<>(this, order().walk(from, to, descending));
    }

    @Override
    public @Nullable Readable<K, V> durable() {
        return null;
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
        int expired = 0;
        AgedEntry<V> oldest = ages.oldest();
        while (expired < most && oldest != null && lifetime.isOver(oldest.at())) {
            removeNow(oldest.identity());
            expired++;
            oldest = ages.oldest();
        }
        return expired;
    }

    /** Returns the entries that are set aside. For the committer only. */
    List<HeapEntry<V>> sealed() {
        return changes == null ? List.of() : changes.sealed();
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
        HeapEntry<V> entry = entries.get(identity);
        if (entry == null) {
            entry = insert(newEntry(identity, LOADED));
        }
        entry.write(value, at);
        if (entry instanceof AgedEntry<V> aged) {
            ages.loaded(aged);
        }
    }

    /** Removes an entry without noting it. For the loader only. */
    void unload(K key) {
        drop(KeyBytes.identity(key));
    }

    /** Forgets all entries. For the loader only. */
    void clear() {
        entries.clear();
        ages.clear();
        order = null;
    }

    /** Returns the entry that {@code identity} stands for, if there is one to be seen. */
    @Nullable
    Entry<K, V> entry(Object identity) {
        V value = visible(entries.get(identity));
        return value == null ? null : new Entry<>(key(identity), value);
    }

    private @Nullable V visible(@Nullable HeapEntry<V> entry) {
        return entry == null || lifetime.isOver(entry.at()) ? null : entry.value();
    }

    /** Puts an entry that may be written in this epoch where none is. */
    private HeapEntry<V> inserted(Object identity) {
        HeapEntry<V> removed = changes == null ? null : changes.comingBack(identity);
        return insert(removed == null ? changed(identity) : removed);
    }

    /** Puts an entry that may be written in this epoch in the place of {@code before}, which may not. */
    private HeapEntry<V> renewed(HeapEntry<V> before) {
        HeapEntry<V> entry = changed(before.identity());
        entries.put(entry.identity(), entry);
        if (before instanceof AgedEntry<V> aged) {
            ages.remove(aged);
        }
        return entry;
    }

    private HeapEntry<V> insert(HeapEntry<V> entry) {
        Object identity = entry.identity();
        entries.put(identity, entry);
        if (order != null) {
            order.add(format.keyBytes(key(identity)), identity);
        }
        return entry;
    }

    private void removeNow(Object identity) {
        HeapEntry<V> entry = drop(identity);
        if (entry != null && changes != null) {
            HeapEntry<V> removed = entry.epoch() == epoch() ? entry : changed(identity);
            removed.write(null, lifetime.now());
            changes.removed(removed);
        }
    }

    private @Nullable HeapEntry<V> drop(Object identity) {
        HeapEntry<V> entry = entries.remove(identity);
        if (entry instanceof AgedEntry<V> aged) {
            ages.remove(aged);
        }
        if (entry != null && order != null) {
            order.remove(format.keyBytes(key(identity)));
        }
        return entry;
    }

    /** Returns a new entry of this epoch, which is noted as changed. */
    private HeapEntry<V> changed(Object identity) {
        HeapEntry<V> entry = newEntry(identity, epoch());
        if (changes != null) {
            changes.add(entry);
        }
        return entry;
    }

    private HeapEntry<V> newEntry(Object identity, int epoch) {
        return lifetime.ends() ? new AgedEntry<>(identity, epoch) : new HeapEntry<>(identity, epoch);
    }

    private int epoch() {
        return changes == null ? 0 : changes.epoch();
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
