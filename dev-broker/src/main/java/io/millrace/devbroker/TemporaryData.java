package io.millrace.devbroker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data directory that is deleted when the broker has stopped.
 *
 * <p>It lies in memory where the system offers that. A killed JVM leaves its directory behind; the next broker removes
 * such remains, which it knows by their owner's lock having ended.
 */
record TemporaryData(Path path, Path ownerFile, OwnerLock lock) implements DataDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryData.class);

    private static final String PREFIX = "millrace-dev-broker-";
    private static final String OWNER_SUFFIX = ".owner";
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long MEMORY_WANTED = 1L << 30;

    static TemporaryData create() {
        return createIn(parent());
    }

    static TemporaryData createIn(Path parent) {
        try {
            removeRemains(parent);
            // The lock comes first and beside the directory: a directory without a lock would look like remains.
            Path ownerFile = Files.createTempFile(parent, PREFIX, OWNER_SUFFIX);
            OwnerLock lock = OwnerLock.tryLock(ownerFile)
                    .orElseThrow(() -> new IllegalStateException("New file '%s' is locked".formatted(ownerFile)));
            return new TemporaryData(Files.createDirectory(directoryOf(ownerFile)), ownerFile, lock);
        } catch (IOException failure) {
            throw new DevBrokerException(
                    "No temporary directory could be made in '%s': %s. Set 'millrace.dev-broker.data-directory'."
                            .formatted(parent, failure),
                    failure);
        }
    }

    @Override
    public void release() {
        try (lock) {
            deleteTree(path);
            Files.deleteIfExists(ownerFile);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path parent() {
        return hasRoom(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static boolean hasRoom(Path directory) {
        try {
            return Files.isDirectory(directory)
                    && Files.isWritable(directory)
                    && Files.getFileStore(directory).getUsableSpace() >= MEMORY_WANTED;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static void removeRemains(Path parent) throws IOException {
        List<Path> ownerFiles;
        try (Stream<Path> files = Files.list(parent)) {
            ownerFiles = files.filter(TemporaryData::isOwnerFile).toList();
        }
        for (Path ownerFile : ownerFiles) {
            removeIfAbandoned(ownerFile);
        }
    }

    private static boolean isOwnerFile(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(PREFIX) && name.endsWith(OWNER_SUFFIX);
    }

    private static void removeIfAbandoned(Path ownerFile) {
        try {
            // An owner makes the file, locks it, then makes the directory: without a directory it may be about to lock.
            Path directory = directoryOf(ownerFile);
            if (!Files.isDirectory(directory)) {
                return;
            }
            Optional<OwnerLock> abandoned = OwnerLock.tryLock(ownerFile);
            if (abandoned.isPresent()) {
                new TemporaryData(directory, ownerFile, abandoned.get()).release();
                LOG.info("Removed '{}', which a development broker left behind when its process was killed", directory);
            }
        } catch (IOException | UncheckedIOException notOurs) {
            LOG.debug("Left '{}' alone", ownerFile, notOurs);
        }
    }

    private static Path directoryOf(Path ownerFile) {
        String name = ownerFile.getFileName().toString();
        return ownerFile.resolveSibling(name.substring(0, name.length() - OWNER_SUFFIX.length()));
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        } catch (NoSuchFileException alreadyGone) {
            LOG.debug("'{}' was gone already", root);
        }
    }
}
