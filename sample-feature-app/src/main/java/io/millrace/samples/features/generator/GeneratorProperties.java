package io.millrace.samples.features.generator;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code features.generator.*} says.
 *
 * <p>Immutable.
 *
 * @param rate Events made per second when the service starts. 0 makes none.
 * @param maxRate Highest number of events per second that can be asked for while the service runs.
 * @param lateShare Share of events that are sent up to 20 seconds after they happened, from 0 to 1.
 * @param seed Seed of all chance: the same seed makes the same events.
 */
@ConfigurationProperties("features.generator")
public record GeneratorProperties(
        @DefaultValue("50") int rate,
        @DefaultValue("2000") int maxRate,
        @DefaultValue("0.03") double lateShare,
        @DefaultValue("1") long seed) {

    public GeneratorProperties {
        require(maxRate >= 0, "max-rate", maxRate, "0 or more");
        require(rate >= 0 && rate <= maxRate, "rate", rate, "0 to " + maxRate);
        require(lateShare >= 0 && lateShare < 1, "late-share", lateShare, "0 to less than 1");
    }

    private static void require(boolean fulfilled, String property, Object actual, String expected) {
        if (!fulfilled) {
            throw new IllegalArgumentException(
                    "'features.generator.%s' is %s: give %s".formatted(property, actual, expected));
        }
    }
}
