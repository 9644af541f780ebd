package io.millrace.internal.state;

import io.millrace.errors.StoreFailedException;
import io.millrace.runtime.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of one store's part of one shard. It writes no log of its own, so that a process that is killed leaves an earlier
 * state, but never a part of one write.
 *
 * <p>Thread-safe. Whoever comes after {@link #close()} gets an exception: native code would end the process.
 */
final class RocksFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RocksFiles.class);

    private final String store;
    private final Path directory;
    private final RocksMemory memory;
    private final RocksFailures failures;
    private final RocksRetry retried;
    private final WriteOptions writeOptions =
            new WriteOptions().setDisableWAL(true).setNoSlowdown(true);
    private final Set<RocksCursor> cursors = ConcurrentHashMap.newKeySet();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile boolean closing;

    // Guarded by lock:
    private @Nullable RocksDB database;
    private @Nullable Options options;

    private RocksFiles(String store, Path directory, RocksMemory memory, TimeSource time) {
        this.store = store;
        this.directory = directory;
        this.memory = memory;
        this.failures = new RocksFailures(store, directory);
        this.retried = new RocksRetry(time, () -> closing);
    }

    /** Opens what is in {@code directory}; if that can't be used, it is deleted and an empty database made. */
    static RocksFiles open(String store, Path directory, RocksMemory memory, TimeSource time) {
        RocksFiles files = new RocksFiles(store, directory, memory, time);
        try {
            files.openOrRebuild();
        } catch (RocksDBException | IOException e) {
            files.close();
            throw files.failures.atOpen(e);
        }
        return files;
    }

    Path directory() {
        return directory;
    }

    /** Something that needs the database. */
    @FunctionalInterface
    interface Use<R extends @Nullable Object> {
        R of(RocksDB database) throws RocksDBException;
    }

    /** Something to be done with the database. */
    @FunctionalInterface
    interface Action {
        void on(RocksDB database) throws RocksDBException;
    }

    /** Runs {@code use} while the database is open, and returns what it returns. */
    <R extends @Nullable Object> R use(Use<R> use) {
        lock.readLock().lock();
        try {
            return use.of(opened());
        } catch (RocksDBException e) {
            throw failures.inUse(e);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Runs {@code action} while the database is open. */
    void run(Action action) {
        lock.readLock().lock();
        try {
            action.on(opened());
        } catch (RocksDBException e) {
            throw failures.inUse(e);
        } finally {
            lock.readLock().unlock();
        }
    }

    byte @Nullable [] get(byte[] key) {
        return this.<byte @Nullable []>use(open -> open.get(key));
    }

    /** Writes all of {@code batch} or nothing; waits while RocksDB has no room. */
    void write(WriteBatch batch) {
        run(open -> retried.run(() -> open.write(writeOptions, batch)));
    }

    /** Writes {@code batch} if that needs no waiting; else it is as if nobody had asked. */
    void writeIfPossible(WriteBatch batch) {
        run(open -> {
            try {
                open.write(writeOptions, batch);
            } catch (RocksDBException e) {
                if (!RocksFailures.passes(e)) {
                    throw e;
                }
            }
        });
    }

    /** Walks from {@code from}, included, to {@code to}, excluded, or the other way. */
    RocksCursor cursor(byte[] from, byte[] to, boolean descending) {
        return use(open -> {
            RocksCursor cursor = new RocksCursor(this, open, from, to, descending);
            cursors.add(cursor);
            return cursor;
        });
    }

    /** Closes {@code cursor}, unless the database was closed and it with it. */
    void close(RocksCursor cursor) {
        lock.readLock().lock();
        try {
            if (cursors.remove(cursor)) {
                cursor.release();
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Has what was written put into files, without waiting for it. */
    void flush() {
        flush(false);
    }

    /** Has all that was written put into files before the end, if that is possible. */
    void persist() {
        try {
            if (isOpen()) {
                flush(true);
            }
        } catch (StoreFailedException e) {
            LOG.warn("More of a changelog has to be read at the next start: {}", e.getMessage());
        }
    }

    /** Returns whether it was found damaged, so that it is made anew when it is opened next. */
    boolean isDamaged() {
        return failures.isMarkedDamaged();
    }

    long estimatedKeys() {
        return use(open -> open.getLongProperty("rocksdb.estimate-num-keys"));
    }

    /** Returns a property of the database that is a number; 0 where it is closed. */
    long estimate(String property) {
        lock.readLock().lock();
        try {
            return database == null ? 0 : database.getLongProperty(property);
        } catch (RocksDBException e) {
            return 0; // it is only to be told of, and who needs the database finds out
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Deletes everything and begins with an empty database. */
    void clear() {
        lock.writeLock().lock();
        try {
            opened();
            release();
            LocalFiles.delete(directory);
            openDatabase();
        } catch (RocksDBException | IOException e) {
            throw failures.atOpen(e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        closing = true;
        lock.writeLock().lock();
        try {
            release();
            writeOptions.close();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void openOrRebuild() throws RocksDBException, IOException {
        String problem = problemBeforeOpening();
        if (problem == null) {
            try {
                openDatabase();
                return;
            } catch (RocksDBException e) {
                if (RocksFailures.isOfMachine(e)) {
                    throw e;
                }
                problem = String.valueOf(e.getMessage());
            }
        }
        LOG.warn(
                "The files of store '{}' in directory '{}' can't be used ({}): they are deleted, and the store is rebuilt from its changelog",
                store,
                directory,
                problem);
        LocalFiles.delete(directory);
        openDatabase();
    }

    private @Nullable String problemBeforeOpening() throws IOException {
        if (failures.isMarkedDamaged()) {
            return "they were found damaged before";
        }
        if (!Files.isDirectory(directory) || Files.exists(directory.resolve("CURRENT"))) {
            return null;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.getFileName().toString().matches("MANIFEST-.*|.*\\.sst"))
                    ? "file CURRENT is missing"
                    : null;
        }
    }

    private void openDatabase() throws RocksDBException, IOException {
        LocalFiles.create(directory);
        Options made = memory.options();
        try {
            database = RocksDB.open(made, directory.toString());
            options = made;
        } finally {
            if (options != made) {
                made.close();
            }
        }
    }

    /** Returns false also where an attempt to make it anew has failed. */
    private boolean isOpen() {
        lock.readLock().lock();
        try {
            return database != null;
        } finally {
            lock.readLock().unlock();
        }
    }

    private RocksDB opened() {
        if (database == null) {
            throw new IllegalStateException("Store '%s' is closed in directory '%s'".formatted(store, directory));
        }
        return database;
    }

    private void flush(boolean wait) {
        run(open -> {
            try (FlushOptions how = new FlushOptions().setWaitForFlush(wait)) {
                open.flush(how);
            }
        });
    }

    private void release() {
        cursors.forEach(RocksCursor::release);
        cursors.clear();
        if (database != null) {
            database.close();
            database = null;
        }
        if (options != null) {
            options.close();
            options = null;
        }
    }
}
