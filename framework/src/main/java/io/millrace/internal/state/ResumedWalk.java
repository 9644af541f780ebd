package io.millrace.internal.state;

import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Walks over all entries of a table whose walks end at each barrier: it begins another one behind the last key then. Confined to the
 * worker.
 */
final class ResumedWalk<K, V> implements EntryIterator<K, V> {

    private final RocksTable<K, V> table;
    private final Function<K, byte[]> bytes;
    private @Nullable RocksWalk<K, V> walk;
    private byte @Nullable [] last;

    /** {@code bytes} gives those of a key. */
    ResumedWalk(RocksTable<K, V> table, Function<K, byte[]> bytes) {
        this.table = table;
        this.bytes = bytes;
    }

    @Override
    public boolean hasNext() {
        if (current().hasNext()) {
            return true;
        }
        close();
        return false;
    }

    @Override
    public Entry<K, V> next() {
        Entry<K, V> entry = current().next();
        last = bytes.apply(entry.key());
        return entry;
    }

    @Override
    public void close() {
        if (walk != null) {
            walk.close();
        }
    }

    private RocksWalk<K, V> current() {
        RocksWalk<K, V> open = walk;
        if (open == null || table.hasEnded(open)) {
            open = table.walk(last == null ? null : KeyBytes.rightAfter(last));
            walk = open;
        }
        return open;
    }
}
