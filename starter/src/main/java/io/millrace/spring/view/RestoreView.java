package io.millrace.spring.view;

import io.millrace.runtime.RestoreProgress;

/**
 * How far one partition of a store has been restored, or of a global table loaded. Immutable.
 *
 * @param totalRecords how many there are, at the most
 * @param timeLeftMillis about; 0 if nothing has been read yet
 */
public record RestoreView(
        String store,
        int partition,
        long records,
        long totalRecords,
        long bytes,
        double recordsPerSecond,
        long timeLeftMillis) {

    static RestoreView of(RestoreProgress progress) {
        return new RestoreView(
                progress.store(),
                progress.partition(),
                progress.records(),
                progress.totalRecords(),
                progress.bytes(),
                progress.recordsPerSecond(),
                progress.timeLeft().toMillis());
    }
}
