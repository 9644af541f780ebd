package io.millrace.internal.state;

import io.millrace.errors.StateDirectoryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that one run keeps its files in: the first of {@code instance-0}, {@code instance-1} and so on that no other run
 * has, of this process or another on the host. It is this run's until {@link #close()}.
 *
 * <p>Thread-safe.
 */
final class InstanceDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceDirectory.class);

    private static final String PREFIX = "instance-";
    private static final String LOCK_FILE = "lock";

    /**
     * What this process has. The lock files alone would not do: where a process closes a file, the system ends all locks that it
     * has on it, also those by other channels.
     */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private InstanceDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes a directory under {@code parent}. One that exists and can't be used, as another user's, is left out.
     *
     * @throws StateDirectoryException if a new one can't be made
     */
    static InstanceDirectory take(Path parent) {
        for (int number = 0; ; number++) {
            Path path = parent.resolve(PREFIX + number);
            boolean isNew = !Files.exists(path);
            try {
                InstanceDirectory directory = tryTake(path);
                if (directory != null) {
                    return directory;
                }
            } catch (IOException e) {
                if (isNew) {
                    throw new StateDirectoryException(path, e);
                }
                LOG.warn(
                        "Directory '{}' can't be used, another is taken: delete it or make it writable ({})",
                        path,
                        e.toString());
            }
        }
    }

    /** Returns those under {@code parent}, whoever has them. */
    static List<Path> all(Path parent) throws IOException {
        try (Stream<Path> paths = Files.list(parent)) {
            return paths.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StateDirectoryException(path, e);
        } finally {
            TAKEN.remove(path);
        }
    }

    /** Takes {@code directory}; returns null if somebody else has it. */
    static @Nullable InstanceDirectory tryTake(Path directory) throws IOException {
        Path path = directory.toAbsolutePath().normalize();
        if (!TAKEN.add(path)) {
            return null;
        }
        FileChannel lock = null;
        try {
            lock = lock(path);
            return lock == null ? null : new InstanceDirectory(path, lock);
        } finally {
            if (lock == null) {
                TAKEN.remove(path);
            }
        }
    }

    /** Returns the file that is locked; null if another process has locked it. */
    private static @Nullable FileChannel lock(Path directory) throws IOException {
        LocalFiles.create(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? channel : null;
    }
}
