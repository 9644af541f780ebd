package io.millrace.spring;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.runtime.StateSettings;
import io.millrace.state.StoreType;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * How this topology's stores are kept; what is left out falls back on 'millrace.state'. Immutable.
 *
 * @param storeType Where stores are kept that say nothing of it: 'in-memory' or 'rocks-db'.
 * @param directory Where stores keep files.
 * @param maxChanged Changed state, and outputs that leave with the checkpoint, from which on an epoch is ended early.
 * @param standby Number of copies on other instances, kept up to date so that these can take over soon.
 * @param rocksDbMemory Native memory for all RocksDB stores of the topology together.
 * @param checkMutations Whether to find values that were changed after they were put into a store.
 */
record StateProperties(
        @Nullable StoreType storeType,
        @Nullable Path directory,
        @Nullable DataSize maxChanged,
        @Nullable Integer standby,
        @Nullable DataSize rocksDbMemory,
        @Nullable Boolean checkMutations) {

    StateSettings over(StateSettings general, String prefix) {
        return checked(
                prefix,
                () -> new StateSettings(
                        storeType == null ? general.storeType() : storeType,
                        directory == null ? general.directory() : directory,
                        maxChanged == null ? general.maxChangedBytes() : maxChanged.toBytes(),
                        standby == null ? general.standby() : standby,
                        rocksDbMemory == null ? general.rocksDbMemoryBytes() : rocksDbMemory.toBytes(),
                        checkMutations == null ? general.checkMutations() : checkMutations));
    }

    /** Returns the settings, or names the properties under {@code prefix} that are wrong. */
    static StateSettings checked(String prefix, Supplier<StateSettings> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException(List.of("'%s.state': %s".formatted(prefix, e.getMessage())));
        }
    }
}
