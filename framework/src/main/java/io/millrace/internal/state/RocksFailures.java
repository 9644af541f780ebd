package io.millrace.internal.state;

import io.millrace.errors.StoreFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Says what a failure of RocksDB means for a store, and remembers in its directory when files are damaged. Thread-safe.
 *
 * @param store its name
 */
record RocksFailures(String store, Path directory) {

    private static final String DAMAGED = "DAMAGED";
    private static final String ADVICE = "free some space or set another 'millrace.state.directory'";

    /** RocksDB gives these no codes of their own. */
    private static final List<String> MACHINES_WORDS = List.of("Too many open files", "lock file", "lock hold");

    /** Returns what to throw for a failure while the database is in use. */
    StoreFailedException inUse(RocksDBException failure) {
        if (isOf(failure, Status.Code.Corruption)) {
            markDamaged(failure);
            return failed("files are damaged (%s). They are rebuilt from its changelog by the next attempt", failure);
        }
        if (passes(failure)) {
            return failed("RocksDB takes no more writes (%s). Its disk is full or too slow: " + ADVICE, failure);
        }
        return failed("files can't be used (%s). If its disk is full, " + ADVICE, failure);
    }

    /** Returns what to throw if there is no use in deleting the files and opening the database again. */
    StoreFailedException atOpen(Exception failure) {
        return failed("it can't be opened (%s). If its disk is full, " + ADVICE, failure);
    }

    /** Returns whether files were found damaged while they were in use. */
    boolean isMarkedDamaged() {
        return Files.exists(marker());
    }

    /** Returns whether the machine is to blame rather than the files: a full disk, too many open files, or another user of them. */
    static boolean isOfMachine(RocksDBException failure) {
        Status status = failure.getStatus();
        String message = String.valueOf(failure.getMessage());
        return (status != null && status.getSubCode() == Status.SubCode.NoSpace)
                || MACHINES_WORDS.stream().anyMatch(message::contains);
    }

    /** Returns whether RocksDB has no room for writes at the moment. */
    static boolean passes(RocksDBException failure) {
        return isOf(failure, Status.Code.Incomplete);
    }

    private void markDamaged(RocksDBException failure) {
        try {
            if (!isMarkedDamaged()) {
                Files.createFile(marker());
            }
        } catch (IOException e) {
            failure.addSuppressed(new IOException("Delete directory '%s' by hand".formatted(directory), e));
        }
    }

    private Path marker() {
        return directory.resolve(DAMAGED);
    }

    private StoreFailedException failed(String reason, Exception cause) {
        return new StoreFailedException(store, directory, reason.formatted(cause.getMessage()), cause);
    }

    private static boolean isOf(RocksDBException failure, Status.Code code) {
        Status status = failure.getStatus();
        return status != null && status.getCode() == code;
    }
}
