package io.millrace.internal.state;

import io.millrace.errors.MissingLibraryException;
import org.rocksdb.RocksDB;

/** Finds RocksDB, which is an optional dependency. It must be asked before any other class that uses it. Thread-safe. */
final class RocksLibrary {

    private static final String NAME = "org.rocksdb:rocksdbjni";

    private RocksLibrary() {}

    /**
     * Loads RocksDB for {@code store}.
     *
     * @throws MissingLibraryException if it is not there, or can't run on this machine
     */
    static void require(String store) {
        try {
            RocksDB.loadLibrary();
        } catch (NoClassDefFoundError e) {
            throw new MissingLibraryException(store, NAME, "is not on the class path", e);
        } catch (RuntimeException | LinkageError e) {
            throw new MissingLibraryException(store, NAME, "can't be loaded on this machine (%s)".formatted(e), e);
        }
    }
}
