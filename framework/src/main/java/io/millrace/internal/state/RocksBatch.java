package io.millrace.internal.state;

import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** What is to be written to a database at once. Confined to one thread at a time. */
final class RocksBatch implements AutoCloseable {

    private static final byte[] NOTHING = new byte[0];

    private final RocksLayout layout;
    private final WriteBatch batch = new WriteBatch();

    RocksBatch(RocksLayout layout) {
        this.layout = layout;
    }

    /** Adds what has become of {@code key} at {@code at}; null removes. */
    void change(byte[] key, byte @Nullable [] value, long at) {
        if (value == null) {
            delete(layout.entryKey(key));
            return;
        }
        put(layout.entryKey(key), layout.stored(at, value));
        if (layout.timed()) {
            put(layout.ageKey(at, key), NOTHING);
        }
    }

    void put(byte[] key, byte[] value) {
        collect(() -> batch.put(key, value));
    }

    void delete(byte[] key) {
        collect(() -> batch.delete(key));
    }

    long bytes() {
        return batch.getDataSize();
    }

    boolean isEmpty() {
        return batch.count() == 0;
    }

    WriteBatch batch() {
        return batch;
    }

    @Override
    public void close() {
        batch.close();
    }

    private interface Collecting {
        void run() throws RocksDBException;
    }

    private static void collect(Collecting collecting) {
        try {
            collecting.run();
        } catch (RocksDBException e) {
            throw new IllegalStateException("A batch in memory takes nothing more", e);
        }
    }
}
