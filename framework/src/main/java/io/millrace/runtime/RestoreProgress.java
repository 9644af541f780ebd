package io.millrace.runtime;

import java.time.Duration;

/**
 * How far one partition of a store has been restored from its changelog, or of a global table loaded from its topic. Immutable.
 *
 * @param store the name of the store, or the global table
 * @param partition of the topic that is read: of a changelog, and of the store's inputs unless 'shuffle' is 'local': it is 0 then
 * @param records read so far
 * @param bytes of keys and values read so far
 * @param totalRecords how many there are, about; at the most, since compaction removes records without a trace
 * @param recordsPerSecond on average since the restore began
 * @param timeLeft about; zero if it is done, or if nothing has been read yet
 * @param done whether all is read and the partition's records flow
 */
public record RestoreProgress(
        String topology,
        String store,
        int partition,
        long records,
        long bytes,
        long totalRecords,
        double recordsPerSecond,
        Duration timeLeft,
        boolean done) {}
