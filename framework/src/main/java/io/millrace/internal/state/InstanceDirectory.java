package io.millrace.internal.state;

import io.millrace.errors.StateDirectoryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory that one run keeps its files in: the first of {@code instance-0}, {@code instance-1} and so on that no other run
 * has, of this process or another on the host. It is this run's until {@link #close()}.
 *
 * <p>Thread-safe.
 */
final class InstanceDirectory implements AutoCloseable {

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
     * Takes a directory under {@code parent}.
     *
     * @throws StateDirectoryException if that can't be made or written to
     */
    static InstanceDirectory take(Path parent) {
        for (int number = 0; ; number++) {
            InstanceDirectory directory = tryTake(parent.resolve(PREFIX + number));
            if (directory != null) {
                return directory;
            }
        }
    }

    /** Takes those under {@code parent} that nobody has. */
    static List<InstanceDirectory> takeUnused(Path parent) throws IOException {
        try (Stream<Path> paths = Files.list(parent)) {
            return paths.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .map(InstanceDirectory::tryTake)
                    .filter(Objects::nonNull)
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

    /** Takes {@code directory} unless somebody else has it. */
    private static @Nullable InstanceDirectory tryTake(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        if (!TAKEN.add(path)) {
            return null;
        }
        FileChannel lock = null;
        try {
            lock = lock(path);
            return lock == null ? null : new InstanceDirectory(path, lock);
        } catch (IOException e) {
            throw new StateDirectoryException(path, e);
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
