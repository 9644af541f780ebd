package io.millrace.samples.fraud.rules;

import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Geography;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Severity;
import io.millrace.samples.fraud.profile.CardProfile;
import io.millrace.samples.fraud.profile.Sighting;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds payments so far from the card's last place that nobody could have travelled there meanwhile.
 *
 * <p>Immutable.
 */
final class ImpossibleTravel implements HabitRule {
    private static final double MILLIS_PER_HOUR = 3_600_000;

    private final double ignoredKilometers;
    private final double kilometersPerHour;
    private final double timeLapse;

    /**
     * @param ignoredKilometers up to here one point for each country says nothing
     * @param timeLapse how much faster than the clock the owners live
     */
    ImpossibleTravel(double ignoredKilometers, double kilometersPerHour, double timeLapse) {
        this.ignoredKilometers = ignoredKilometers;
        this.kilometersPerHour = kilometersPerHour;
        this.timeLapse = timeLapse;
    }

    @Override
    public Optional<Finding> check(Payment payment, CardProfile before) {
        Sighting last = before.lastSeen();
        if (last == null) {
            return Optional.empty();
        }
        double kilometers =
                Geography.kilometersBetween(last.country(), payment.country()).orElse(0);
        Duration meanwhile = Duration.between(last.time(), payment.time()).abs();
        double hours = meanwhile.toMillis() * timeLapse / MILLIS_PER_HOUR;
        if (kilometers <= ignoredKilometers || kilometers <= hours * kilometersPerHour) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "impossible-travel",
                Severity.HIGH,
                "In %s %s after it was in %s, %s km away"
                        .formatted(
                                payment.country(),
                                told(hours),
                                last.country(),
                                String.format(Locale.ENGLISH, "%,.0f", kilometers))));
    }

    private static String told(double hours) {
        return hours < 1
                ? String.format(Locale.ROOT, "%.0f minutes", hours * 60)
                : String.format(Locale.ROOT, "%.1f hours", hours);
    }
}
