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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** Written under the lock; read without it by who must not wait for databases that are being opened. */
    private volatile @Nullable Shared shared;

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

    @Override
    public synchronized <K, V> StoreShard<K, V> open(StoreParts<K, V> parts, Shard shard) {
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
    public Set<Integer> onDisk(String store, String shardGroup) {
        Shared known = shared;
        Shared common = known == null ? shared() : known;
        Path parent = common.instance().path().resolve(LocalFiles.safeName(store));
        String[] names = parent.toFile().list();
        if (names == null) { // no such directory
            return Set.of();
        }
        Pattern form = Pattern.compile("(\\d{1,9})-" + Pattern.quote(LocalFiles.safeName(shardGroup)));
        return Stream.of(names)
                .map(form::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Integer.valueOf(matcher.group(1)))
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized void close() {
        Shared common = shared;
        if (common != null) {
            common.memory().close();
            common.instance().close();
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
        Shared common = shared;
        if (common == null) {
            InstanceDirectory instance = InstanceDirectory.take(directory);
            new Leftovers(RocksCheckpoint.USABLE_FOR, time).delete(directory, instance);
            common = new Shared(instance, new RocksMemory(memoryBytes));
            shared = common;
        }
        return common;
    }

    /** A shard that comes back before its former state is closed gets another directory: two can't share one. */
    private Path take(Path instance, String store, Shard shard) {
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
