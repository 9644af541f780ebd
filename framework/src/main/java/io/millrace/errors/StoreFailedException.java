package io.millrace.errors;

import java.nio.file.Path;

/**
 * A store can't read or write its local files. What it holds is safe in its changelog: the topology goes on from its last
 * checkpoint once the files can be used again, or have been rebuilt.
 */
public final class StoreFailedException extends MillraceException {

    private final String store;

    /** {@code reason} says what failed and what to do about it. */
    public StoreFailedException(String store, Path directory, String reason, Throwable cause) {
        super("Store '%s' failed in its directory '%s': %s".formatted(store, directory, reason), cause);
        this.store = store;
    }

    public String store() {
        return store;
    }
}
