package io.millrace.internal.state;

import io.millrace.errors.StateDirectoryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
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
        }
    }

    private static @Nullable InstanceDirectory tryTake(Path path) {
        FileChannel lock = lock(path);
        return lock == null ? null : new InstanceDirectory(path, lock);
    }

    /** Returns the file that is locked; null if somebody else has it. */
    private static @Nullable FileChannel lock(Path directory) {
        try {
            LocalFiles.create(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return channel;
            }
            channel.close();
            return null;
        } catch (IOException e) {
            throw new StateDirectoryException(directory, e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
