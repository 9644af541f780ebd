package io.millrace.internal.state;

import io.millrace.runtime.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One store's part of one shard, on the local disk: a database that all workers share. What it holds belongs to one offset of the
 * changelog, which is always written together with it. Threads as {@link StoreShard} says.
 */
final class RocksStoreShard<K, V> implements StoreShard<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(RocksStoreShard.class);

    private static final long BATCH_BYTES = 1024L * 1024;
    private static final long NOTHING_LOADED = Long.MIN_VALUE;
    private static final Duration FLUSH_AFTER = Duration.ofMinutes(5);

    private final StoreParts<K, V> parts;
    private final RocksFiles files;
    private final TimeSource time;
    private final Runnable onClose;
    private final RocksLayout layout;
    private final List<RocksTable<K, V>> tables;
    private final EntrySize entrySize = new EntrySize();
    private volatile boolean isLoaded;

    // Guarded by this:
    private RocksBatch loading;
    private @Nullable RocksBatch sealed;
    private @Nullable String changelog;
    private long lastFlush;
    private long newestLoaded = NOTHING_LOADED;

    /** {@code files} are closed with it, and then {@code onClose} is run. */
    RocksStoreShard(StoreParts<K, V> parts, RocksFiles files, TimeSource time, Runnable onClose) {
        this.parts = parts;
        this.files = files;
        this.time = time;
        this.onClose = onClose;
        this.layout = new RocksLayout(parts.lifetime().ends());
        this.loading = new RocksBatch(layout);
        this.lastFlush = time.nanoTime();
        List<RocksTable<K, V>> made = new ArrayList<>();
        for (int worker = 0; worker < parts.workers(); worker++) {
            made.add(new RocksTable<>(parts, worker, files, layout));
        }
        this.tables = List.copyOf(made);
        clearUnusable();
    }

    @Override
    public Table<K, V> table(int worker) {
        if (!isLoaded) {
            endLoading();
        }
        return tables.get(worker);
    }

    @Override
    public synchronized void useOnlyFor(String changelogId) {
        byte[] before = files.get(RocksLayout.CHANGELOG);
        byte[] now = changelogId.getBytes(StandardCharsets.UTF_8);
        changelog = changelogId;
        if (!Arrays.equals(before, now)) {
            if (checkpoint() != null) {
                clear("it belongs to another changelog");
            }
            identify();
        }
    }

    @Override
    public synchronized void load(byte[] key, byte @Nullable [] value, long timestamp) {
        loading.change(key, value, timestamp);
        newestLoaded = Math.max(newestLoaded, Math.min(timestamp, time.currentTimeMillis()));
        if (loading.bytes() >= BATCH_BYTES) {
            writeLoaded();
        }
    }

    @Override
    public OptionalLong loadedTo() {
        RocksCheckpoint checkpoint = checkpoint();
        return checkpoint == null ? OptionalLong.empty() : OptionalLong.of(checkpoint.offset());
    }

    /** The changelog may be long, and loading it interrupted: so the data is as old as the last change that is in it. */
    @Override
    public synchronized void loadedTo(long offset) {
        RocksCheckpoint before = checkpoint();
        long at = Math.max(newestLoaded, before == null ? NOTHING_LOADED : before.at());
        checkpoint(loading, offset, at == NOTHING_LOADED ? time.currentTimeMillis() : at);
        writeLoaded();
    }

    @Override
    public synchronized void clear() {
        restartLoading();
        newestLoaded = NOTHING_LOADED;
        files.clear();
        identify();
    }

    @Override
    public synchronized void forEachSealed(ChangeSink sink) {
        forgetSealed();
        CountingSink counting = new CountingSink(sink);
        RocksBatch batch = new RocksBatch(layout);
        try {
            tables.forEach(table -> table.sealed().forEach((key, written) -> write(key, written, batch, counting)));
            sealed = batch;
        } finally {
            if (sealed == null) {
                batch.close();
            }
        }
        entrySize.learn(counting.entries(), counting.bytes());
    }

    @Override
    public synchronized void committed(long nextOffset) {
        if (sealed == null) {
            forEachSealed((store, key, value, timestamp) -> {});
        }
        RocksBatch batch = sealed;
        if (batch != null && nextOffset != StateStores.UNKNOWN_OFFSET) {
            checkpoint(batch, nextOffset, time.currentTimeMillis());
        }
        if (batch != null && !batch.isEmpty()) {
            files.write(batch.batch());
        }
        tables.forEach(RocksTable::dropSealed);
        forgetSealed();
        flushIfDue();
    }

    @Override
    public long changedBytes() {
        return tables.stream().mapToLong(RocksTable::changedKeys).sum() * entrySize.average();
    }

    @Override
    public long entries() {
        return layout.entries(files.estimate("rocksdb.estimate-num-keys"))
                + tables.stream().mapToLong(RocksTable::changedKeys).sum();
    }

    @Override
    public long bytes() {
        return files.estimate("rocksdb.estimate-live-data-size")
                + files.estimate("rocksdb.cur-size-all-mem-tables")
                + changedBytes();
    }

    @Override
    public void close() {
        EachClosed closed = new EachClosed();
        if (parts.logged()) {
            closed.then(files::persist);
        }
        closed.then(files::close).then(this::forgetAll).then(onClose).run();
    }

    private synchronized void forgetAll() {
        forgetSealed();
        loading.close();
    }

    /** Data of an earlier run may be of another form, without a changelog, or too old for the changelog's end to mend it. */
    private synchronized void clearUnusable() {
        RocksCheckpoint checkpoint = checkpoint();
        byte[] version = files.get(RocksLayout.VERSION);
        if (!parts.logged()) {
            clear();
        } else if (version != null && !Arrays.equals(version, layout.version())) {
            clear("it is kept in another form");
        } else if (checkpoint != null && checkpoint.isTooOld(time.currentTimeMillis())) {
            clear("its last checkpoint is too long ago");
        }
        identify();
    }

    private void clear(String reason) {
        LOG.info(
                "What store '{}' has kept in directory '{}' is not used: {}",
                parts.format().store(),
                files.directory(),
                reason);
        clear();
    }

    /** Writes what a later run has to know before it uses the data. */
    private void identify() {
        try (RocksBatch batch = new RocksBatch(layout)) {
            batch.put(RocksLayout.VERSION, layout.version());
            if (changelog != null) {
                batch.put(RocksLayout.CHANGELOG, changelog.getBytes(StandardCharsets.UTF_8));
            }
            files.write(batch.batch());
        }
    }

    private @Nullable RocksCheckpoint checkpoint() {
        return RocksCheckpoint.of(files.get(RocksLayout.CHECKPOINT));
    }

    private static void checkpoint(RocksBatch batch, long offset, long at) {
        batch.put(RocksLayout.CHECKPOINT, new RocksCheckpoint(offset, at).bytes());
    }

    /** Workers come when the end of the changelog is reached, so now is the time that the data is of. */
    private synchronized void endLoading() {
        RocksCheckpoint checkpoint = checkpoint();
        if (checkpoint != null) {
            checkpoint(loading, checkpoint.offset(), time.currentTimeMillis());
        }
        writeLoaded();
        isLoaded = true;
    }

    private void writeLoaded() {
        files.write(loading.batch());
        restartLoading();
    }

    private void restartLoading() {
        loading.close();
        loading = new RocksBatch(layout);
    }

    private void write(byte[] key, Written<V> written, RocksBatch batch, ChangeSink sink) {
        StoreFormat<K, V> format = parts.format();
        V value = written.value();
        byte[] bytes = value == null ? null : format.valueBytes(value);
        batch.change(key, bytes, written.at());
        sink.change(format.store(), key, bytes, parts.lifetime().timestamp(written.at()));
    }

    private void forgetSealed() {
        if (sealed != null) {
            sealed.close();
            sealed = null;
        }
    }

    /** Without a log of its own, what was written since the last flush is read from the changelog again after a crash. */
    private void flushIfDue() {
        long now = time.nanoTime();
        if (now - lastFlush >= FLUSH_AFTER.toNanos()) {
            lastFlush = now;
            files.flush();
        }
    }
}
