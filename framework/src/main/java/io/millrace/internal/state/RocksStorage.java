package io.millrace.internal.state;

import io.millrace.errors.StateDirectoryException;
import io.millrace.internal.epoch.Shard;
import io.millrace.runtime.TimeSource;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries in RocksDB, in a directory for each store and shard. What the databases share is taken with the first of them.
 *
 * <p>Thread-safe.
 */
final class RocksStorage implements Storage {

    private final Path directory;
    private final long memoryBytes;
    private final TimeSource time;

    // Guarded by this:
    private final Set<Path> taken = new HashSet<>();
    private @Nullable Shared shared;

    /**
     * @param directory of the topology on this host
     * @param memoryBytes for all databases together
     */
    RocksStorage(Path directory, long memoryBytes, TimeSource time) {
        this.directory = directory;
        this.memoryBytes = memoryBytes;
        this.time = time;
        requireWritable();
    }

    /** Without holding up whoever opens or closes another: files may take their time. */
    @Override
    public <K, V> StoreShard<K, V> open(StoreParts<K, V> parts, Shard shard) {
        Shared common = shared();
        Path path = take(common.instance().path(), parts.format().store(), shard);
        try {
            return open(parts, path, common.memory());
        } catch (RuntimeException | Error e) {
            free(path);
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        if (shared != null) {
            shared.memory().close();
            shared.instance().close();
            shared = null;
        }
    }

    /** What all databases share. */
    private record Shared(InstanceDirectory instance, RocksMemory memory) {}

    private void requireWritable() {
        try {
            LocalFiles.create(directory);
            if (!Files.isWritable(directory)) {
                throw new AccessDeniedException(directory.toString());
            }
        } catch (IOException e) {
            throw new StateDirectoryException(directory, e);
        }
    }

    /** Opens twice if what is read at first shows that the files are damaged: the second time they are made anew. */
    private <K, V> StoreShard<K, V> open(StoreParts<K, V> parts, Path path, RocksMemory memory) {
        RocksFiles files = RocksFiles.open(parts.format().store(), path, memory, time);
        try {
            return new RocksStoreShard<>(parts, files, time, () -> free(path));
        } catch (RuntimeException | Error e) {
            files.close();
            if (files.isDamaged()) {
                return open(parts, path, memory);
            }
            throw e;
        }
    }

    private synchronized Shared shared() {
        if (shared == null) {
            InstanceDirectory instance = InstanceDirectory.take(directory);
            new Leftovers(RocksCheckpoint.USABLE_FOR, time).delete(directory, instance);
            shared = new Shared(instance, new RocksMemory(memoryBytes));
        }
        return shared;
    }

    /** A shard that comes back before its former state is closed gets another directory: two can't share one. */
    private synchronized Path take(Path instance, String store, Shard shard) {
        Path parent = instance.resolve(LocalFiles.safeName(store));
        String name = shard.partition() + "-" + LocalFiles.safeName(shard.group());
        Path path = parent.resolve(name);
        for (int number = 1; !taken.add(path); number++) {
            path = parent.resolve(name + "~" + number);
        }
        return path;
    }

    private synchronized void free(Path path) {
        taken.remove(path);
    }
}
