package io.millrace.runtime;

import java.time.Duration;

/**
 * What the committed epochs of a topology have come to, together. Immutable.
 *
 * @param committed how many
 * @param lasting how long their records could flow
 * @param aligning from their barriers' start to the arrival at the last worker
 * @param acknowledging from there to the acknowledgement of the last output
 * @param committing from there to the commit's answer
 * @param recordsIn records read in them
 * @param recordsOut outputs acknowledged, or committed where they leave with the checkpoint
 */
public record EpochMetrics(
        long committed,
        Duration lasting,
        Duration aligning,
        Duration acknowledging,
        Duration committing,
        long recordsIn,
        long recordsOut) {

    /** No epoch was committed. */
    public static final EpochMetrics NONE =
            new EpochMetrics(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0);

    /** Returns what they come to with one more. */
    public EpochMetrics plus(EpochProgress epoch) {
        return new EpochMetrics(
                committed + 1,
                lasting.plus(epoch.duration()),
                aligning.plus(epoch.alignTime()),
                acknowledging.plus(epoch.acknowledgeTime()),
                committing.plus(epoch.commitTime()),
                recordsIn + epoch.recordsIn(),
                recordsOut + epoch.recordsOut());
    }
}
