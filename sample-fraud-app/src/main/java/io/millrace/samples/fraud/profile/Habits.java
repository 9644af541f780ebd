package io.millrace.samples.fraud.profile;

import io.millrace.samples.fraud.model.MerchantCategory;
import io.millrace.samples.fraud.model.Payment;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Learns the habits of cards from their payments.
 *
 * <p>A thief must not teach it: a payment that looks suspicious does not tell where the card is, and no amount, however large,
 * moves what is usual by more than a large but believable one would.
 *
 * <p>Immutable.
 */
public final class Habits {
    private static final double MOST_LEARNED_DEVIATIONS = 3;

    private final HabitProperties properties;
    private final Map<MerchantCategory, BigDecimal> usualMost;
    private final BigDecimal usualMostOtherwise;

    /**
     * @param usualMost amounts up to which payments are usual, by category
     * @param usualMostOtherwise the same for all other categories
     */
    public Habits(
            HabitProperties properties, Map<MerchantCategory, BigDecimal> usualMost, BigDecimal usualMostOtherwise) {
        this.properties = properties;
        this.usualMost = Map.copyOf(usualMost);
        this.usualMostOtherwise = usualMostOtherwise;
    }

    /** Returns what is known of a card after {@code payment}, which the rules found {@code suspicious} or not. */
    public CardProfile learn(CardProfile before, Payment payment, boolean suspicious) {
        return new CardProfile(
                recent(before.recent(), payment.time()),
                spending(before.spending(), sizeOf(payment)),
                suspicious ? before.lastSeen() : Sighting.of(payment));
    }

    /**
     * Returns how large a payment is, next to others of its category: the logarithm of its share in what is usual at most. So
     * ten times as much is the same step up from a coffee as from a flight.
     */
    public double sizeOf(Payment payment) {
        BigDecimal most = usualMost.getOrDefault(payment.category(), usualMostOtherwise);
        return Math.log(payment.amount().doubleValue() / most.doubleValue());
    }

    /** Returns whether a card's usual amount is known well enough to find others unusual. */
    public boolean knows(Spread spending) {
        return spending.count() >= properties.amountKnownAfter();
    }

    /** Keeps as many as rules may ask for. In the order in which payments came: their times are what their makers say. */
    private List<Instant> recent(List<Instant> before, Instant time) {
        Instant begin = time.minus(properties.burstSpan());
        List<Instant> within = Stream.concat(before.stream().filter(payment -> payment.isAfter(begin)), Stream.of(time))
                .toList();
        return within.subList(Math.max(0, within.size() - properties.burstLimit()), within.size());
    }

    private Spread spending(Spread before, double size) {
        double believable = knows(before) ? before.bounded(size, MOST_LEARNED_DEVIATIONS) : size;
        return before.with(believable, properties.amountMemory());
    }
}
