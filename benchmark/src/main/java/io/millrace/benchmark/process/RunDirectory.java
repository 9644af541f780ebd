package io.millrace.benchmark.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory of one benchmark: results and logs, which stay, and scratch data, which goes with {@link #close()}.
 *
 * <p>Thread-safe.
 */
public final class RunDirectory implements AutoCloseable {
    private final Path root;
    private final Path logs;
    private final Path scratch;

    public RunDirectory(Path root) {
        this.root = root;
        logs = created(root.resolve("logs"));
        scratch = created(root.resolve("scratch"));
    }

    public Path root() {
        return root;
    }

    /** The log of the process {@code name}. */
    public Path log(String name) {
        return logs.resolve(name + ".log");
    }

    /** The broker's data. */
    public Path brokerData() {
        return created(scratch.resolve("broker"));
    }

    /** An empty directory for the state of one engine. */
    public Path newStateDirectory(String runId) {
        return created(scratch.resolve(runId));
    }

    /** Deletes the scratch data. Does nothing the second time. */
    @Override
    public void close() {
        if (!Files.exists(scratch)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(scratch)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("'%s' cannot be deleted.".formatted(scratch), failure);
        }
    }

    private static Path created(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException("Directory '%s' cannot be created.".formatted(directory), failure);
        }
    }
}
