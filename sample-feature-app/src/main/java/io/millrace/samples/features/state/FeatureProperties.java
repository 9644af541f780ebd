package io.millrace.samples.features.state;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code features.*} says, the generator's part aside.
 *
 * <p>Immutable.
 *
 * @param sessionGap Pause that ends a user's session.
 * @param maxEvents Number of events of a user that are kept at most; one that does more within an hour has incomplete features.
 * @param forgetAfter Time after which users and items are forgotten that nothing happens with, more than an hour.
 * @param allowedDisorder How late events may come without changing what was told of quiet users.
 */
@ConfigurationProperties("features")
public record FeatureProperties(
        @DefaultValue("30m") Duration sessionGap,
        @DefaultValue("1000") int maxEvents,
        @DefaultValue("24h") Duration forgetAfter,
        @DefaultValue("30s") Duration allowedDisorder) {

    public FeatureProperties {
        require(sessionGap.toMillis() > 0, "session-gap", sessionGap, "a duration above zero");
        require(maxEvents >= 1 && maxEvents <= 10_000, "max-events", maxEvents, "1 to 10000");
        require(
                forgetAfter.toMillis() > Span.LONGEST.millis(),
                "forget-after",
                forgetAfter,
                "a duration of more than an hour");
        require(!allowedDisorder.isNegative(), "allowed-disorder", allowedDisorder, "0 or more");
    }

    private static void require(boolean fulfilled, String property, Object actual, String expected) {
        if (!fulfilled) {
            throw new IllegalArgumentException("'features.%s' is %s: give %s".formatted(property, actual, expected));
        }
    }
}
