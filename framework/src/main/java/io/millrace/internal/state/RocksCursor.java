package io.millrace.internal.state;

import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * Walks over keys of a database as it was when the walk began. Its native memory is freed by {@link #close()}, or with the
 * database.
 *
 * <p>Confined to the worker, but for {@link #release()}.
 */
final class RocksCursor implements AutoCloseable {

    private final RocksFiles files;
    private final boolean descending;
    private final Slice lower;
    private final Slice upper;
    private final ReadOptions options;
    private final RocksIterator iterator;
    private byte @Nullable [] key;
    private boolean released;

    /** To be called while {@code database} is open, as {@link RocksFiles#cursor} does. */
    RocksCursor(RocksFiles files, RocksDB database, byte[] from, byte[] to, boolean descending)
            throws RocksDBException {
        this.files = files;
        this.descending = descending;
        this.lower = new Slice(from);
        this.upper = new Slice(to);
        this.options = new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
        this.iterator = database.newIterator(options);
        if (descending) {
            iterator.seekToLast();
        } else {
            iterator.seekToFirst();
        }
        this.key = current();
    }

    /** Returns the key that it stands at; null behind the last one. */
    byte @Nullable [] key() {
        return key;
    }

    /** Returns the value of the key that it stands at. */
    byte[] value() {
        return files.use(database -> {
            requireUnreleased();
            return iterator.value();
        });
    }

    void next() {
        files.run(database -> {
            requireUnreleased();
            if (descending) {
                iterator.prev();
            } else {
                iterator.next();
            }
            key = current();
        });
    }

    @Override
    public void close() {
        files.close(this);
    }

    /** Frees native memory. Called once, by {@link RocksFiles}. */
    void release() {
        released = true;
        iterator.close();
        options.close();
        upper.close();
        lower.close();
    }

    private byte @Nullable [] current() throws RocksDBException {
        if (iterator.isValid()) {
            return iterator.key();
        }
        iterator.status();
        return null;
    }

    private void requireUnreleased() {
        if (released) {
            throw new IllegalStateException("A walk over a store goes on after it was closed");
        }
    }
}
