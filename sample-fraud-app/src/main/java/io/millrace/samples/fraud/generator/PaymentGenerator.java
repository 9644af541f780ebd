package io.millrace.samples.fraud.generator;

import io.millrace.samples.fraud.model.MerchantCategory;
import io.millrace.samples.fraud.model.Payment;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes up card payments: mostly honest ones, whose owners buy at home or on a journey, at the hours and for the amounts
 * that are usual, and some that are fraud.
 *
 * <p>It knows no rule. Honest people do unusual things now and then, and some thieves do nothing unusual, so rules are
 * wrong about both.
 *
 * <p>Confined to the generator's thread.
 */
final class PaymentGenerator {
    private static final double ABROAD = 0.05;
    private static final double TINY_DONATION = 0.01;
    private static final BigDecimal LEAST = new BigDecimal("0.50");
    private static final BigDecimal MOST = new BigDecimal("50000.00");
    private static final List<Market> RESALE = List.of(
            Market.of(MerchantCategory.ELECTRONICS),
            Market.of(MerchantCategory.JEWELRY),
            Market.of(MerchantCategory.GIFT_CARDS));

    private final Chance chance;
    private final List<Card> cards;
    private final double fraudShare;
    private final String idPrefix;
    private @Nullable Card travelling;
    private long made;

    /** {@code idPrefix} begins the id of every payment. */
    PaymentGenerator(long seed, int cardCount, double fraudShare, String idPrefix) {
        this.chance = new Chance(seed);
        this.cards = cards(chance, cardCount);
        this.fraudShare = fraudShare;
        this.idPrefix = idPrefix;
    }

    GeneratedPayment next(Instant time) {
        if (travelling != null) {
            Card card = travelling;
            travelling = null;
            return impossibleTravel(card, time);
        }
        if (chance.happens(fraudShare)) {
            return fraud(chance.oneOf(List.of(FraudPattern.values())), time);
        }
        return honest(chance.oneOf(cards), time);
    }

    private GeneratedPayment honest(Card card, Instant time) {
        Market market = market(card, time);
        String country = chance.happens(ABROAD)
                ? chance.oneOf(Home.DESTINATIONS)
                : card.home().country();
        boolean tiny = market.category() == MerchantCategory.DONATION && chance.happens(TINY_DONATION);
        double amount = tiny ? 1 : usualAmount(card, market);
        return honest(payment(card, market, chance.oneOf(market.merchants()), country, amount, time));
    }

    private GeneratedPayment fraud(FraudPattern pattern, Instant time) {
        Card card = chance.oneOf(cards);
        String home = card.home().country();
        Market market = market(card, time);
        String merchant = chance.oneOf(market.merchants());
        return switch (pattern) {
            case EXPENSIVE -> {
                double amount = market.median() * chance.between(8, 60);
                yield fraud(pattern, payment(card, market, merchant, home, amount, time));
            }
            case WATCHED_COUNTRY -> {
                double amount = usualAmount(card, market) * 2;
                yield fraud(pattern, payment(card, market, merchant, chance.oneOf(Home.WATCHED), amount, time));
            }
            case BLOCKED_MERCHANT -> {
                double amount = chance.around(60, 0.6);
                String fraudulent = chance.oneOf(Market.FRAUDULENT);
                yield fraud(pattern, payment(card, market, fraudulent, home, amount, time));
            }
            case RESALE_ABROAD -> {
                Market resale = chance.oneOf(RESALE);
                double amount = chance.between(300, 1_500);
                String shop = chance.oneOf(resale.merchants());
                yield fraud(pattern, payment(card, resale, shop, chance.oneOf(Home.FAR_AWAY), amount, time));
            }
            case CARD_TEST -> {
                Market donation = Market.of(MerchantCategory.DONATION);
                double amount = chance.between(0.5, 2.2);
                yield fraud(pattern, payment(card, donation, chance.oneOf(Market.UNWARY), home, amount, time));
            }
            case QUIET_THEFT -> fraud(pattern, payment(card, market, merchant, home, usualAmount(card, market), time));
            case IMPOSSIBLE_TRAVEL -> {
                travelling = card;
                yield honest(payment(card, market, merchant, home, usualAmount(card, market), time));
            }
        };
    }

    /** The second half: the owner has just paid at home. */
    private GeneratedPayment impossibleTravel(Card card, Instant time) {
        Market market = Market.of(MerchantCategory.RESTAURANT);
        Payment payment = payment(
                card,
                market,
                chance.oneOf(market.merchants()),
                chance.oneOf(Home.FAR_AWAY),
                usualAmount(card, market),
                time);
        return fraud(FraudPattern.IMPOSSIBLE_TRAVEL, payment);
    }

    private Market market(Card card, Instant time) {
        int hour = card.home().hour(time);
        return chance.oneOf(
                Market.ALL, market -> market.share() * market.dayCurve().factor(hour));
    }

    private double usualAmount(Card card, Market market) {
        return chance.around(market.median() * card.spending(), market.sigma());
    }

    private Payment payment(Card card, Market market, String merchant, String country, double amount, Instant time) {
        made++;
        return new Payment(
                idPrefix + made,
                card.id(),
                merchant,
                market.category(),
                country,
                card.home().country(),
                BigDecimal.valueOf(amount)
                        .setScale(2, RoundingMode.HALF_UP)
                        .max(LEAST)
                        .min(MOST),
                time);
    }

    private static GeneratedPayment honest(Payment payment) {
        return new GeneratedPayment(payment, Optional.empty());
    }

    private static GeneratedPayment fraud(FraudPattern pattern, Payment payment) {
        return new GeneratedPayment(payment, Optional.of(pattern));
    }

    private static List<Card> cards(Chance chance, int count) {
        List<Card> cards = new ArrayList<>(count);
        for (int number = 1; number <= count; number++) {
            Home home = chance.oneOf(Home.ALL, Home::share);
            cards.add(new Card("card-%05d".formatted(number), home, chance.around(1, 0.35)));
        }
        return List.copyOf(cards);
    }
}
