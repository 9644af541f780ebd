package io.millrace.internal.engine;

import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.TimeSource;
import java.time.Duration;

/**
 * What is around a {@link SteppedRun}.
 *
 * @param applicationId as the service's
 * @param runId another one for each run of the application, also after a crash: it is part of the transactional id
 * @param clients must never wait
 * @param othersGoOn called again and again while an agent, or {@link SteppedRun#start}, waits for others: has them take a step,
 *     and moves the time on, by which waiting ends at the latest
 */
public record SteppedWorld(
        String applicationId,
        String runId,
        KafkaClientSupplier clients,
        TimeSource time,
        Runnable othersGoOn,
        Pace pace) {

    /** Soon made, and small enough that tests of a few records come to know full lanes. */
    private static final int LANE_CAPACITY = 16;

    private static final Duration FOR_EVER = Duration.ofDays(365_000);

    /** Has small lanes, which cost little, and time may leap as it likes. */
    public SteppedWorld(
            String applicationId, String runId, KafkaClientSupplier clients, TimeSource time, Runnable othersGoOn) {
        this(applicationId, runId, clients, time, othersGoOn, new Pace(LANE_CAPACITY, FOR_EVER));
    }

    /**
     * How a run goes.
     *
     * @param laneCapacity how many events a lane takes before its producer has to wait; a power of two
     * @param longestLeap by how much the time may move on between two steps without anybody having stood still
     */
    public record Pace(int laneCapacity, Duration longestLeap) {}
}
