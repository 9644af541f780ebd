package io.millrace.internal.state;

import io.millrace.runtime.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    /** Deletes those of {@code own}, and of the other directories under {@code parent} that no run has. */
    void delete(Path parent, InstanceDirectory own) {
        try {
            delete(own);
            for (InstanceDirectory unused : InstanceDirectory.takeUnused(parent)) {
                try (unused) {
                    delete(unused);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn(
                    "What earlier runs have left in directory '{}' can't be deleted; delete it by hand: {}", parent, e);
        }
    }

    private void delete(InstanceDirectory instance) throws IOException {
        for (Path store : directories(instance.path())) {
            for (Path database : directories(store)) {
                if (isTooOld(database)) {
                    LOG.info("Directory '{}' was not used for {} h and is deleted", database, usableFor.toHours());
                    LocalFiles.delete(database);
                }
            }
        }
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

    private static List<Path> directories(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).toList();
        }
    }
}
