package io.millrace.internal.state;

import io.millrace.errors.StateDirectoryException;
import io.millrace.runtime.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes databases that earlier runs have left and no run can use any more, such as those of partitions that have gone to other
 * instances long ago. Immutable.
 *
 * @param usableFor how long after the last write a database is of use
 */
record Leftovers(Duration usableFor, TimeSource time) {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    /**
     * Deletes those of {@code own}, and of the other directories under {@code parent} that no run has. Each is taken only if
     * there is something to be deleted, and only for that long: a run that starts meanwhile would take another, without its data.
     */
    void delete(Path parent, InstanceDirectory own) {
        try {
            for (Path instance : InstanceDirectory.all(parent)) {
                if (isOf(own, instance)) {
                    attempt(instance, () -> deleteFrom(instance));
                } else {
                    attempt(instance, () -> deleteIfUnused(instance));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            warn(parent, e);
        }
    }

    private void deleteIfUnused(Path instance) throws IOException {
        if (tooOld(instance).isEmpty()) {
            return;
        }
        try (InstanceDirectory unused = InstanceDirectory.tryTake(instance)) {
            if (unused != null) {
                deleteFrom(instance);
            }
        }
    }

    private void deleteFrom(Path instance) throws IOException {
        for (Path database : tooOld(instance)) {
            LOG.info("Directory '{}' was not used for {} h and is deleted", database, usableFor.toHours());
            LocalFiles.delete(database);
        }
    }

    private List<Path> tooOld(Path instance) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path store : directories(instance)) {
            for (Path database : directories(store)) {
                if (isTooOld(database)) {
                    found.add(database);
                }
            }
        }
        return found;
    }

    private boolean isTooOld(Path database) throws IOException {
        long latest = Files.getLastModifiedTime(database).toMillis();
        try (Stream<Path> files = Files.list(database)) {
            for (Path file : files.toList()) {
                latest = Math.max(latest, Files.getLastModifiedTime(file).toMillis());
            }
        }
        return time.currentTimeMillis() - latest >= usableFor.toMillis();
    }

    private static boolean isOf(InstanceDirectory own, Path instance) {
        return own.path().equals(instance.toAbsolutePath().normalize());
    }

    /** Something that may fail. */
    private interface Deletion {
        void run() throws IOException;
    }

    /** A directory that can't be looked at or written to keeps nobody from the others. */
    private static void attempt(Path instance, Deletion deletion) {
        try {
            deletion.run();
        } catch (NoSuchFileException e) {
            LOG.debug("Directory '{}' is in use: file '{}' has gone meanwhile", instance, e.getFile());
        } catch (IOException | UncheckedIOException | StateDirectoryException e) {
            warn(instance, e);
        }
    }

    private static void warn(Path directory, Exception e) {
        LOG.warn(
                "What earlier runs have left in directory '{}' can't be deleted; delete it by hand: {}",
                directory,
                e.toString());
    }

    private static List<Path> directories(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).toList();
        }
    }
}
