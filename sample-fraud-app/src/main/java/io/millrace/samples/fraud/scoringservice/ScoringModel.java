package io.millrace.samples.fraud.scoringservice;

import io.millrace.samples.fraud.model.Geography;
import io.millrace.samples.fraud.model.MerchantCategory;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Score;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A logistic model with made-up weights: what speaks for fraud adds up to log-odds. It sees one payment and remembers none, so the same
 * payment always has the same score.
 *
 * <p>Stateless.
 */
final class ScoringModel {
    private static final double PRIOR = -4;
    private static final double FAR_KILOMETERS = 5_000;
    private static final double SOLD_ON_FROM = 250;
    private static final double TRIAL_UP_TO = 2.25;

    /** Far countries where holders of these cards often are. */
    private static final Set<String> POPULAR = Set.of("US", "TH", "JP");

    private static final Set<MerchantCategory> SOLD_ON =
            Set.of(MerchantCategory.ELECTRONICS, MerchantCategory.JEWELRY, MerchantCategory.GIFT_CARDS);

    private static final Set<String> TRIED_OUT_AT = Set.of("one-click-charity", "micro-aid");

    private static final Map<MerchantCategory, Usual> USUAL = Map.of(
            MerchantCategory.GROCERIES, new Usual(34, 0.8),
            MerchantCategory.RESTAURANT, new Usual(28, 0.8),
            MerchantCategory.FUEL, new Usual(52, 0.6),
            MerchantCategory.FASHION, new Usual(64, 0.85),
            MerchantCategory.ELECTRONICS, new Usual(150, 1),
            MerchantCategory.JEWELRY, new Usual(320, 1),
            MerchantCategory.TRAVEL, new Usual(240, 1),
            MerchantCategory.GAMING, new Usual(15, 0.9),
            MerchantCategory.GIFT_CARDS, new Usual(42, 0.75),
            MerchantCategory.DONATION, new Usual(22, 0.9));

    /** How amounts of a category lie: log-normally around {@code median}. */
    private record Usual(double median, double spread) {

        double deviations(double amount) {
            return Math.log(amount / median) / spread;
        }
    }

    /** Something that speaks for fraud, and how much. */
    private record Evidence(double logOdds, String reason) {}

    Score score(Payment payment) {
        List<Evidence> evidence = Stream.of(dear(payment), far(payment), soldOn(payment), trial(payment))
                .filter(each -> each.logOdds() > 0)
                .sorted(Comparator.comparingDouble(Evidence::logOdds).reversed())
                .toList();
        double logOdds =
                PRIOR + evidence.stream().mapToDouble(Evidence::logOdds).sum();
        return new Score(
                (int) Math.round(100 / (1 + Math.exp(-logOdds))),
                evidence.stream().map(Evidence::reason).collect(Collectors.joining(", ")));
    }

    private static Evidence dear(Payment payment) {
        Usual usual = USUAL.get(payment.category());
        double deviations =
                usual == null ? 0 : usual.deviations(payment.amount().doubleValue());
        return new Evidence(
                2.5 * (deviations - 2), "dear for " + payment.category().label());
    }

    private static Evidence far(Payment payment) {
        OptionalDouble kilometers = Geography.kilometersBetween(payment.cardCountry(), payment.country());
        if (kilometers.orElse(0) <= FAR_KILOMETERS) {
            return new Evidence(0, "near");
        }
        return POPULAR.contains(payment.country())
                ? new Evidence(2, "far from the card's country")
                : new Evidence(4.5, "in a far country where such cards are rarely seen");
    }

    private static Evidence soldOn(Payment payment) {
        boolean isWorthIt =
                SOLD_ON.contains(payment.category()) && payment.amount().doubleValue() >= SOLD_ON_FROM;
        return new Evidence(isWorthIt ? 2 : 0, "goods that are easily sold on");
    }

    private static Evidence trial(Payment payment) {
        boolean isTiny = payment.amount().doubleValue() <= TRIAL_UP_TO;
        return new Evidence(isTiny && TRIED_OUT_AT.contains(payment.merchant()) ? 6.5 : 0, "as thieves try out cards");
    }
}
