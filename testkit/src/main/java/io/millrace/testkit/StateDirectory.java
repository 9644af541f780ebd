package io.millrace.testkit;

import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.StoreType;
import io.millrace.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where stores keep files under test: a directory of their own that goes with the driver; none where no store needs one.
 *
 * <p>Confined to the driver's thread.
 */
final class StateDirectory implements AutoCloseable {

    private final @Nullable Path path;

    private StateDirectory(@Nullable Path path) {
        this.path = path;
    }

    static StateDirectory of(Topology topology, TopologySettings settings) {
        boolean needed = topology.stores().stream()
                .anyMatch(store -> store.type().orElse(settings.state().storeType()) == StoreType.ROCKS_DB);
        try {
            return new StateDirectory(needed ? Files.createTempDirectory("millrace-test") : null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns {@code settings} with this directory, and with the look for mutated values. */
    TopologySettings in(TopologySettings settings) {
        StateSettings state = settings.state().withCheckMutations(true);
        return settings.withState(path == null ? state : state.withDirectory(path));
    }

    @Override
    public void close() {
        if (path == null) {
            return;
        }
        try (Stream<Path> paths = Files.walk(path)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
