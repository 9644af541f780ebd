package io.millrace.samples.fraud.generator;

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
 * @param cards Number of cards that pay.
 * @param seed Seed of all chance: the same seed makes the same payments.
 */
@ConfigurationProperties("fraud.generator")
public record GeneratorProperties(
        @DefaultValue("50") int rate,
        @DefaultValue("2000") int maxRate,
        @DefaultValue("0.02") double fraudShare,
        @DefaultValue("2000") int cards,
        @DefaultValue("1") long seed) {

    public GeneratorProperties {
        require(maxRate >= 0, "max-rate", maxRate, "0 or more");
        require(rate >= 0 && rate <= maxRate, "rate", rate, "0 to " + maxRate);
        require(fraudShare >= 0 && fraudShare <= 1, "fraud-share", fraudShare, "0 to 1");
        require(cards >= 1, "cards", cards, "1 or more");
    }

    private static void require(boolean fulfilled, String property, Object actual, String expected) {
        if (!fulfilled) {
            throw new IllegalArgumentException(
                    "'fraud.generator.%s' is %s: give %s".formatted(property, actual, expected));
        }
    }
}
