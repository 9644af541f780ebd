package io.millrace.samples.fraud.generator;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code fraud.generator.*} says.
 *
 * <p>Immutable.
 *
 * @param rate Payments made per second when the service starts. 0 makes none.
 * @param maxRate Highest number of payments per second that can be asked for while the service runs.
 * @param fraudShare Share of payments that are fraud, from 0 to 1.
 * @param cardInterval Time between two payments of a card, about. The number of cards that pay follows from it and the rate.
 * @param timeLapse How much faster than the clock the made-up people live, so that they have the time to travel.
 * @param seed Seed of all chance: the same seed makes the same payments.
 */
@ConfigurationProperties("fraud.generator")
public record GeneratorProperties(
        @DefaultValue("50") int rate,
        @DefaultValue("2000") int maxRate,
        @DefaultValue("0.02") double fraudShare,
        @DefaultValue("40s") Duration cardInterval,
        @DefaultValue("1") double timeLapse,
        @DefaultValue("1") long seed) {

    private static final long LEAST_CARDS = 50;

    public GeneratorProperties {
        require(maxRate >= 0, "max-rate", maxRate, "0 or more");
        require(rate >= 0 && rate <= maxRate, "rate", rate, "0 to " + maxRate);
        require(fraudShare >= 0 && fraudShare <= 1, "fraud-share", fraudShare, "0 to 1");
        require(cardInterval.toMillis() >= 1, "card-interval", cardInterval, "a duration above zero");
        require(timeLapse > 0, "time-lapse", timeLapse, "a number above zero");
    }

    /** Returns how many cards pay when {@code paymentsPerSecond} are made. */
    int cards(int paymentsPerSecond) {
        return (int) Math.max(LEAST_CARDS, paymentsPerSecond * cardInterval.toMillis() / 1_000);
    }

    private static void require(boolean fulfilled, String property, Object actual, String expected) {
        if (!fulfilled) {
            throw new IllegalArgumentException(
                    "'fraud.generator.%s' is %s: give %s".formatted(property, actual, expected));
        }
    }
}
