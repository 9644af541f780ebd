package io.millrace.runtime;

import java.time.Duration;

/**
 * What the workers of one stage have done together. Immutable.
 *
 * <p>The stage that is most of its time busy while those before it are held back is the one that limits the topology.
 *
 * @param workers how many there are; the three sums of time grow by so many seconds a second
 * @param recordsIn records that were taken up
 * @param recordsOut records that have left, to other stages or into sinks
 * @param busy at work, or with as many calls to elsewhere under way as may be
 * @param idle nothing to do; or, where the stage shares its thread, others had it
 * @param heldBack no room ahead
 * @param laneFill how full the fullest lane to the stage is now, from 0 to 1
 * @param queueing from when a record was sent by the stage before, or was read from Kafka, until it is taken up; in a stage that begins with calls
 *     to elsewhere, until its call has ended
 * @param processing from there until all operators of the stage are done with it
 */
public record StageMetrics(
        String stage,
        int workers,
        long recordsIn,
        long recordsOut,
        Duration busy,
        Duration idle,
        Duration heldBack,
        double laneFill,
        LatencyPercentiles queueing,
        LatencyPercentiles processing) {}
