package io.millrace.samples.fraud.profile;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code fraud.habits.*} says.
 *
 * <p>Immutable.
 *
 * @param burstSpan Time in which payments of one card are counted.
 * @param burstLimit Number of payments of one card that are usual in that time, 1 to 50.
 * @param amountMemory Number of payments from which the usual amount of a card is worked out; older ones fade away.
 * @param amountKnownAfter Number of payments of a card from which on its usual amount is known well enough.
 * @param amountDeviation Standard deviations above the usual amount of a card up to which an amount is not remarkable.
 * @param travelDistance Kilometers that a card may seem to jump: payments on both sides of a border.
 * @param travelSpeed Kilometers per hour that a card can travel.
 * @param timeLapse How much faster than the clock the cards' owners live, for made-up worlds. 1 for real ones.
 */
@ConfigurationProperties("fraud.habits")
public record HabitProperties(
        @DefaultValue("20s") Duration burstSpan,
        @DefaultValue("4") int burstLimit,
        @DefaultValue("50") int amountMemory,
        @DefaultValue("10") int amountKnownAfter,
        @DefaultValue("3.5") double amountDeviation,
        @DefaultValue("1500") double travelDistance,
        @DefaultValue("1000") double travelSpeed,
        @DefaultValue("1") double timeLapse) {

    public HabitProperties {
        require(burstSpan.toMillis() > 0, "burst-span", burstSpan, "a duration above zero");
        require(burstLimit >= 1 && burstLimit <= 50, "burst-limit", burstLimit, "1 to 50");
        require(amountMemory >= 2, "amount-memory", amountMemory, "2 or more");
        require(
                amountKnownAfter >= 2 && amountKnownAfter <= amountMemory,
                "amount-known-after",
                amountKnownAfter,
                "2 to " + amountMemory);
        require(amountDeviation > 0, "amount-deviation", amountDeviation, "a number above zero");
        require(travelDistance >= 0, "travel-distance", travelDistance, "0 or more");
        require(travelSpeed > 0, "travel-speed", travelSpeed, "a number above zero");
        require(timeLapse > 0, "time-lapse", timeLapse, "a number above zero");
    }

    private static void require(boolean fulfilled, String property, Object actual, String expected) {
        if (!fulfilled) {
            throw new IllegalArgumentException(
                    "'fraud.habits.%s' is %s: give %s".formatted(property, actual, expected));
        }
    }
}
