package io.millrace.devbroker;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file lock by which a data directory belongs to one running broker, in whatever process; it ends with the process.
 *
 * <p>On POSIX, closing any channel on a file drops every lock this process has on it. So a file that this JVM has locked
 * is never opened a second time.
 *
 * <p>Thread-safe.
 */
final class OwnerLock implements Closeable {
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private OwnerLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Locks {@code file}, creating it if missing; empty when another broker has it. */
    static Optional<OwnerLock> tryLock(Path file) throws IOException {
        Path key = file.toAbsolutePath().normalize();
        if (!HELD_HERE.add(key)) {
            return Optional.empty();
        }
        boolean locked = false;
        FileChannel channel = null;
        try {
            channel = FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null;
            return locked ? Optional.of(new OwnerLock(key, channel)) : Optional.empty();
        } catch (OverlappingFileLockException heldByAnotherClassLoader) {
            return Optional.empty();
        } finally {
            if (!locked) {
                HELD_HERE.remove(key);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD_HERE.remove(file);
    }
}
