package io.millrace.samples.fraud.profile;

import java.math.BigDecimal;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code fraud.activity.*} says.
 *
 * <p>Immutable.
 *
 * @param spreeSpan Time in which a card's payments and what they add up to are counted.
 * @param spreePayments Number of payments in that time from which on they may be a spree.
 * @param spreeAmount Sum of euros in that time up to which they are none.
 * @param sessionPause Pause that ends a card's shopping session.
 * @param sessionLimit Number of payments up to which a shopping session is usual.
 */
@ConfigurationProperties("fraud.activity")
public record ActivityProperties(
        @DefaultValue("1m") Duration spreeSpan,
        @DefaultValue("6") int spreePayments,
        @DefaultValue("1600") BigDecimal spreeAmount,
        @DefaultValue("12s") Duration sessionPause,
        @DefaultValue("7") int sessionLimit) {

    public ActivityProperties {
        require(spreeSpan.toMillis() > 0, "spree-span", spreeSpan, "a duration above zero");
        require(spreePayments >= 2, "spree-payments", spreePayments, "2 or more");
        require(spreeAmount.signum() >= 0, "spree-amount", spreeAmount, "0 or more");
        require(sessionPause.toMillis() > 0, "session-pause", sessionPause, "a duration above zero");
        require(sessionLimit >= 1, "session-limit", sessionLimit, "1 or more");
    }

    private static void require(boolean fulfilled, String property, Object actual, String expected) {
        if (!fulfilled) {
            throw new IllegalArgumentException(
                    "'fraud.activity.%s' is %s: give %s".formatted(property, actual, expected));
        }
    }
}
