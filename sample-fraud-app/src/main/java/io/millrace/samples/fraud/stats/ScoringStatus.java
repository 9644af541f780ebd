package io.millrace.samples.fraud.stats;

import io.millrace.samples.common.meter.Latencies;
import io.millrace.samples.fraud.scoringservice.Behaviour;
import org.jspecify.annotations.Nullable;

/**
 * How the scoring service does.
 *
 * <p>Immutable.
 *
 * @param behaviour of the service in here; null where another one is asked
 * @param timeoutMillis how long its answers are waited for
 * @param chosen payments of the cards that the behaviour is about
 * @param others all other payments
 */
public record ScoringStatus(@Nullable Behaviour behaviour, long timeoutMillis, Group chosen, Group others) {

    /**
     * Payments of the last ten seconds.
     *
     * <p>Immutable.
     *
     * @param latencyMillis from a payment's making until it was clear what score it has, if any
     * @param unscored how many of them have none
     */
    public record Group(Latencies latencyMillis, long unscored) {}
}
