package io.millrace.internal.state;

import io.millrace.state.Entry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks over what has changed and what the database holds, as over one: of a key's values the youngest counts.
 *
 * <p>Confined to the worker.
 */
final class RocksWalk<K, V> extends Walk<K, V> {

    private final RocksTable<K, V> table;
    private final List<NavigableMap<byte[], Written<V>>> changes;
    private final RocksCursor stored;
    private final Comparator<byte[]> order;
    private byte @Nullable [] position;

    /** {@code changes} are in the order of the walk, the youngest first; they may go on changing. */
    RocksWalk(
            RocksTable<K, V> table,
            List<NavigableMap<byte[], Written<V>>> changes,
            RocksCursor stored,
            boolean descending) {
        this.table = table;
        this.changes = changes;
        this.stored = stored;
        this.order = descending ? KeyBytes.ORDER.reversed() : KeyBytes.ORDER;
    }

    @Override
    @Nullable
    Entry<K, V> advance() {
        for (byte[] key = nextKey(); key != null; key = nextKey()) {
            position = key;
            Entry<K, V> entry = entry(key);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    @Override
    public void close() {
        super.close();
        stored.close();
        table.closed(this);
    }

    /** Returns the key that follows {@code position} in any of what it walks over. */
    private byte @Nullable [] nextKey() {
        byte[] least = storedKey();
        for (NavigableMap<byte[], Written<V>> change : changes) {
            Map.Entry<byte[], Written<V>> following =
                    position == null ? change.firstEntry() : change.higherEntry(position);
            if (following != null && (least == null || order.compare(following.getKey(), least) < 0)) {
                least = following.getKey();
            }
        }
        return least;
    }

    private @Nullable Entry<K, V> entry(byte[] key) {
        byte[] storedKey = storedKey();
        boolean isStored = storedKey != null && order.compare(storedKey, key) == 0;
        Written<V> change = change(key);
        Entry<K, V> entry = null;
        if (change != null) {
            entry = table.entry(key, change);
        } else if (isStored) {
            entry = table.storedEntry(key, stored.value());
        }
        if (isStored) {
            stored.next();
        }
        return entry;
    }

    private @Nullable Written<V> change(byte[] key) {
        for (NavigableMap<byte[], Written<V>> change : changes) {
            Written<V> written = change.get(key);
            if (written != null) {
                return written;
            }
        }
        return null;
    }

    private byte @Nullable [] storedKey() {
        byte[] key = stored.key();
        return key == null ? null : RocksLayout.keyOfEntry(key);
    }
}
