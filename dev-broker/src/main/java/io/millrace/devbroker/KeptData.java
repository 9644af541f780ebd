package io.millrace.devbroker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A data directory the user named, which outlives the broker.
 *
 * <p>Kafka halts the JVM when another broker uses its directory, so that is noticed here, before Kafka starts.
 */
record KeptData(Path path, OwnerLock lock) implements DataDirectory {

    static KeptData claim(Path directory) {
        try {
            // The real path, so that two names of one directory are one lock.
            Path path = Files.createDirectories(directory.toAbsolutePath()).toRealPath();
            OwnerLock lock = OwnerLock.tryLock(path.resolve(".millrace-dev-broker.lock"))
                    .orElseThrow(() -> new DevBrokerException(
                            ("Data directory '%s' is in use by another running development broker. Stop that one, or "
                                            + "set 'millrace.dev-broker.data-directory' to another directory.")
                                    .formatted(directory)));
            return new KeptData(path, lock);
        } catch (IOException failure) {
            throw new DevBrokerException(
                    "Data directory '%s' cannot be used: %s. Set 'millrace.dev-broker.data-directory' to one that can be written."
                            .formatted(directory, failure),
                    failure);
        }
    }

    @Override
    public void release() {
        try {
            lock.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
