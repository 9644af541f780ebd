package io.millrace.runtime;

import io.millrace.state.StoreType;
import java.nio.file.Path;
import java.util.Objects;

/**
 * How the stores of one topology are kept: begin with {@link #defaults()} and change what should be different. Immutable.
 *
 * @param storeType of the stores that say nothing of it; default {@link StoreType#IN_MEMORY}
 * @param directory where stores keep files; default {@code millrace} in the system's directory for temporary files. Should
 *     survive a restart of the process, else all state is read from the changelogs again
 * @param maxChangedBytes of state, and of outputs that leave with the checkpoint, from which on an epoch is ended early,
 *     about; default 64 MiB, at least 1
 * @param standby copies on other instances, kept up to date so that these can take over soon; default 0
 * @param rocksDbMemoryBytes of native memory for all RocksDB stores of the topology together; default 64 MiB, at least 8 MiB
 * @param checkMutations whether to find values that were changed after they were put, at the cost of serializing each one;
 *     default false
 */
public record StateSettings(
        StoreType storeType,
        Path directory,
        long maxChangedBytes,
        int standby,
        long rocksDbMemoryBytes,
        boolean checkMutations) {

    private static final long MIB = 1024L * 1024;
    private static final long LEAST_ROCKS_DB_MEMORY = 8 * MIB;
    private static final StateSettings DEFAULTS = new StateSettings(
            StoreType.IN_MEMORY,
            Path.of(System.getProperty("java.io.tmpdir", "."), "millrace"),
            64 * MIB,
            0,
            64 * MIB,
            false);

    public StateSettings {
        Objects.requireNonNull(storeType, "storeType");
        Objects.requireNonNull(directory, "directory");
        require(maxChangedBytes >= 1, "maxChangedBytes is %d: give at least 1", maxChangedBytes);
        require(standby >= 0, "standby is %d: give 0 or more", standby);
        require(
                rocksDbMemoryBytes >= LEAST_ROCKS_DB_MEMORY,
                "rocksDbMemoryBytes is %d: give at least 8 MiB",
                rocksDbMemoryBytes);
    }

    private static void require(boolean condition, String message, long value) {
        if (!condition) {
            throw new IllegalArgumentException(message.formatted(value));
        }
    }

    public static StateSettings defaults() {
        return DEFAULTS;
    }

    public StateSettings withStoreType(StoreType newStoreType) {
        return new StateSettings(newStoreType, directory, maxChangedBytes, standby, rocksDbMemoryBytes, checkMutations);
    }

    public StateSettings withDirectory(Path newDirectory) {
        return new StateSettings(storeType, newDirectory, maxChangedBytes, standby, rocksDbMemoryBytes, checkMutations);
    }

    public StateSettings withMaxChangedBytes(long newMaxChangedBytes) {
        return new StateSettings(storeType, directory, newMaxChangedBytes, standby, rocksDbMemoryBytes, checkMutations);
    }

    public StateSettings withStandby(int newStandby) {
        return new StateSettings(storeType, directory, maxChangedBytes, newStandby, rocksDbMemoryBytes, checkMutations);
    }

    public StateSettings withRocksDbMemoryBytes(long newRocksDbMemoryBytes) {
        return new StateSettings(storeType, directory, maxChangedBytes, standby, newRocksDbMemoryBytes, checkMutations);
    }

    public StateSettings withCheckMutations(boolean newCheckMutations) {
        return new StateSettings(storeType, directory, maxChangedBytes, standby, rocksDbMemoryBytes, newCheckMutations);
    }
}
