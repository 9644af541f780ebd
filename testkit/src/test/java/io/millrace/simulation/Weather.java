package io.millrace.simulation;

import io.millrace.runtime.Delivery;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/**
 * What a schedule is like. Immutable.
 *
 * @param nodes how many instances there are at most
 * @param moments how long it is disturbed
 * @param calm whether instances only come and go gracefully, so that nothing at all is repeated
 * @param trouble how likely crashes, pauses and failing requests are, in thousandths
 * @param sloth how likely markers of transactions are passed over when something is delivered, in thousandths
 * @param bustle how likely others take a step while one waits for an answer, in thousandths
 */
record Weather(
        int nodes,
        int moments,
        boolean calm,
        int trouble,
        int sloth,
        int bustle,
        int laneCapacity,
        int maxPollRecords,
        int maxPollMillis,
        Triggers triggers,
        TopologySettings settings) {

    private static final int MOST_NODES = 4;
    private static final int[] LANES = {1, 2, 4, 64};
    private static final int LONG_MILLIS = 25_000;
    private static final int NO_LIMIT_MILLIS = 3_600_000;
    private static final int LITTLE_STATE = 400;

    /** Returns whether each output has to come just once. */
    boolean once() {
        return settings.delivery() == Delivery.EXACTLY_ONCE;
    }

    /** Returns settings of Kafka's clients that suit a short life. */
    Map<String, Object> clientSettings() {
        return Map.of(
                "max.poll.records", maxPollRecords,
                "max.poll.interval.ms", maxPollMillis,
                "session.timeout.ms", 3_000,
                "heartbeat.interval.ms", 500,
                "request.timeout.ms", 2_000,
                "delivery.timeout.ms", 8_000);
    }

    /** {@code realTime} says whether that is one of the triggers. */
    static Weather of(Random random, boolean realTime) {
        boolean calm = random.nextInt(5) == 0;
        Triggers triggers = new Triggers(realTime, !calm); // a rebalance has a single epoch begin anew
        ShuffleMode shuffle = random.nextInt(5) == 0 ? ShuffleMode.LOCAL : ShuffleMode.DURABLE;
        StateSettings state = StateSettings.defaults()
                .withStandby(shuffle == ShuffleMode.DURABLE && random.nextInt(3) == 0 ? 1 : 0)
                .withMaxChangedBytes(random.nextInt(5) == 0 ? LITTLE_STATE : 1 << 20);
        return new Weather(
                2 + random.nextInt(MOST_NODES - 1),
                150 + random.nextInt(250),
                calm,
                calm ? 0 : random.nextInt(30),
                random.nextInt(3) == 0 ? 970 : random.nextInt(500),
                random.nextInt(300),
                LANES[random.nextInt(LANES.length)],
                1 + random.nextInt(20),
                calm || random.nextInt(3) > 0 ? NO_LIMIT_MILLIS : 3_000,
                triggers,
                TopologySettings.defaults()
                        .withShuffle(shuffle)
                        .withDelivery(random.nextInt(3) == 0 ? Delivery.EXACTLY_ONCE : Delivery.AT_LEAST_ONCE)
                        .withTrigger(triggers.any(random))
                        .withDrainTimeout(
                                Duration.ofMillis(calm ? NO_LIMIT_MILLIS : random.nextInt(3) > 0 ? LONG_MILLIS : 100))
                        .withState(state));
    }
}
