package io.millrace.spring.view;

import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.StageMetrics;

/**
 * What the workers of a stage have done together. Immutable.
 *
 * <p>The stage that is most of its time busy while those before it are held back is the one that limits the topology.
 *
 * @param workers how many there are; the three sums of time grow by so many seconds a second
 * @param recordsIn records that were taken up
 * @param recordsOut records that have left
 * @param busyMillis at work
 * @param idleMillis nothing to do
 * @param heldBackMillis no room ahead
 * @param laneFill how full the fullest lane to the stage is now, from 0 to 1
 * @param queueing how long records waited for the stage, in milliseconds, in the last 10 seconds that are over
 * @param processing how long it took with them
 */
public record StageView(
        String name,
        int workers,
        long recordsIn,
        long recordsOut,
        long busyMillis,
        long idleMillis,
        long heldBackMillis,
        double laneFill,
        LatencyPercentiles queueing,
        LatencyPercentiles processing) {

    static StageView of(StageMetrics stage) {
        return new StageView(
                stage.stage(),
                stage.workers(),
                stage.recordsIn(),
                stage.recordsOut(),
                stage.busy().toMillis(),
                stage.idle().toMillis(),
                stage.heldBack().toMillis(),
                stage.laneFill(),
                stage.queueing(),
                stage.processing());
    }
}
