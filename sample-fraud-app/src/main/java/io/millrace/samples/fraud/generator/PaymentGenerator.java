package io.millrace.samples.fraud.generator;

import io.millrace.samples.fraud.model.MerchantCategory;
import io.millrace.samples.fraud.model.Payment;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.Stream;

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
    private static final double TINY_DONATION = 0.01;
    private static final double ERRANDS = 0.02;
    private static final double VISITS_A_BAZAAR = 0.001;
    private static final double FAR_KILOMETERS = 5_000;
    private static final Duration REST = Duration.ofSeconds(8);
    private static final BigDecimal LEAST = new BigDecimal("0.50");
    private static final BigDecimal MOST = new BigDecimal("50000.00");
    private static final List<Market> RESALE = List.of(
            Market.of(MerchantCategory.ELECTRONICS),
            Market.of(MerchantCategory.JEWELRY),
            Market.of(MerchantCategory.GIFT_CARDS));

    private static final List<Market> COVETED = List.of(
            Market.of(MerchantCategory.FASHION),
            Market.of(MerchantCategory.ELECTRONICS),
            Market.of(MerchantCategory.JEWELRY));

    private final Chance chance;
    private final Owners owners;
    private final double fraudShare;
    private final String idPrefix;
    private final Queue<Planned> planned = new PriorityQueue<>(Comparator.comparing(Planned::time));
    private long made;

    /** {@code idPrefix} begins the id of every payment. */
    PaymentGenerator(GeneratorProperties properties, String idPrefix) {
        this.chance = new Chance(properties.seed());
        this.owners = new Owners(properties.seed(), chance, properties.timeLapse());
        this.fraudShare = properties.fraudShare();
        this.idPrefix = idPrefix;
    }

    /** A payment that follows from an earlier one. */
    private record Planned(Instant time, Function<Instant, GeneratedPayment> payment) {}

    /** Returns the next payment, made at {@code time} with one of {@code cards} cards. */
    GeneratedPayment next(Instant time, int cards) {
        Planned due = planned.peek();
        if (due != null && !due.time().isAfter(time)) {
            planned.remove();
            return due.payment().apply(time);
        }
        if (chance.happens(fraudBegins())) {
            return fraud(chance.oneOf(List.of(FraudPattern.values()), pattern -> 1 / pattern.payments()), time, cards);
        }
        return honest(owners.free(cards, time), time);
    }

    /** Returns how often fraud has to begin so that it makes up its share, with all that follows from it. */
    private double fraudBegins() {
        double weights = Stream.of(FraudPattern.values())
                .mapToDouble(pattern -> 1 / pattern.payments())
                .sum();
        double payments = FraudPattern.values().length / weights;
        return fraudShare / (payments - fraudShare * (payments - 1));
    }

    private GeneratedPayment honest(Owner owner, Instant time) {
        Instant last = time;
        if (chance.happens(ERRANDS)) {
            for (double more = chance.between(1, 4); more >= 1; more--) {
                last = last.plus(seconds(2, 6));
                planned.add(new Planned(last, then -> honestPayment(owner, then)));
            }
        }
        owner.restUntil(last.plus(REST));
        return honestPayment(owner, time);
    }

    private GeneratedPayment honestPayment(Owner owner, Instant time) {
        Market market = market(owner, time);
        boolean tiny = market.category() == MerchantCategory.DONATION && chance.happens(TINY_DONATION);
        double amount = tiny ? 1 : usualAmount(owner, market);
        String merchant = chance.happens(VISITS_A_BAZAAR) ? chance.oneOf(MerchantScores.BAZAARS) : merchant(market);
        return new GeneratedPayment(payment(owner, market, merchant, owner.country(), amount, time), Optional.empty());
    }

    private GeneratedPayment fraud(FraudPattern pattern, Instant time, int cards) {
        Owner owner = pattern == FraudPattern.DEAR_FOR_THE_CARD ? owners.frugal(cards, time) : owners.free(cards, time);
        Market market = market(owner, time);
        return switch (pattern) {
            case EXPENSIVE -> fraud(pattern, payment(owner, market, market.median() * chance.between(8, 60), time));
            case WATCHED_COUNTRY -> {
                double amount = usualAmount(owner, market) * 2;
                yield fraud(
                        pattern, payment(owner, market, merchant(market), chance.oneOf(Home.WATCHED), amount, time));
            }
            case BLOCKED_MERCHANT -> {
                String fraudulent = chance.oneOf(Market.FRAUDULENT);
                yield fraud(pattern, payment(owner, market, fraudulent, owner.country(), chance.around(60, 0.6), time));
            }
            case RESALE_ABROAD -> {
                Market resale = chance.oneOf(RESALE);
                double amount = chance.between(300, 1_500);
                yield fraud(pattern, payment(owner, resale, merchant(resale), farFrom(owner), amount, time));
            }
            case CARD_TEST -> {
                Market donation = Market.of(MerchantCategory.DONATION);
                String unwary = chance.oneOf(Market.UNWARY);
                double amount = chance.between(0.5, 2.2);
                yield fraud(pattern, payment(owner, donation, unwary, owner.country(), amount, time));
            }
            case RISKY_MERCHANT -> {
                String corrupt = MerchantScores.corruptAt(time);
                double amount = usualAmount(owner, market);
                yield fraud(pattern, payment(owner, market, corrupt, owner.country(), amount, time));
            }
            case BURST -> burst(owner, time);
            case SPREE -> spree(owner, time);
            case DEAR_FOR_THE_CARD ->
                fraud(pattern, payment(owner, market, market.median() * chance.between(6, 10), time));
            case IMPOSSIBLE_TRAVEL -> impossibleTravel(owner, time);
            case QUIET_THEFT -> fraud(pattern, payment(owner, market, usualAmount(owner, market), time));
        };
    }

    /** A thief who buys what there is to buy before the card is blocked. */
    private GeneratedPayment burst(Owner owner, Instant time) {
        Instant last = time;
        for (double more = chance.between(8, 13); more >= 1; more--) {
            last = last.plus(seconds(0.3, 1.5));
            planned.add(new Planned(last, then -> burstPayment(owner, then)));
        }
        return burstPayment(owner, time);
    }

    private GeneratedPayment burstPayment(Owner owner, Instant time) {
        Market market = market(owner, time);
        return fraud(FraudPattern.BURST, payment(owner, market, usualAmount(owner, market), time));
    }

    /** A thief who knows that many payments at once are noticed, and lets some seconds pass. */
    private GeneratedPayment spree(Owner owner, Instant time) {
        Instant last = time;
        for (double more = chance.between(7, 11); more >= 1; more--) {
            last = last.plus(seconds(6, 11));
            planned.add(new Planned(last, then -> spreePayment(owner, then)));
        }
        owner.restUntil(last.plus(REST));
        return spreePayment(owner, time);
    }

    private GeneratedPayment spreePayment(Owner owner, Instant time) {
        Market market = chance.oneOf(COVETED);
        return fraud(FraudPattern.SPREE, payment(owner, market, market.median() * chance.between(1, 3), time));
    }

    /** The owner pays where they are; soon after, a copy of the card is used on another continent. */
    private GeneratedPayment impossibleTravel(Owner owner, Instant time) {
        Instant soon = time.plus(seconds(2, 12));
        owner.restUntil(soon.plus(REST));
        planned.add(new Planned(soon, then -> {
            Market market = Market.of(MerchantCategory.RESTAURANT);
            double amount = usualAmount(owner, market);
            return fraud(
                    FraudPattern.IMPOSSIBLE_TRAVEL,
                    payment(owner, market, merchant(market), farFrom(owner), amount, then));
        }));
        return honestPayment(owner, time);
    }

    private String farFrom(Owner owner) {
        return chance.oneOf(Home.FAR_AWAY.stream()
                .filter(country -> Owners.kilometers(owner.country(), country) > FAR_KILOMETERS)
                .toList());
    }

    private Market market(Owner owner, Instant time) {
        int hour = owner.card().home().hour(time);
        return chance.oneOf(
                Market.ALL, market -> market.share() * market.dayCurve().factor(hour));
    }

    private String merchant(Market market) {
        return chance.oneOf(market.merchants());
    }

    private double usualAmount(Owner owner, Market market) {
        return chance.around(market.median() * owner.card().spending(), market.sigma());
    }

    private Duration seconds(double least, double most) {
        return Duration.ofMillis(Math.round(1_000 * chance.between(least, most)));
    }

    private Payment payment(Owner owner, Market market, double amount, Instant time) {
        return payment(owner, market, merchant(market), owner.country(), amount, time);
    }

    private Payment payment(Owner owner, Market market, String merchant, String country, double amount, Instant time) {
        made++;
        return new Payment(
                idPrefix + made,
                owner.card().id(),
                merchant,
                market.category(),
                country,
                owner.card().home().country(),
                BigDecimal.valueOf(amount)
                        .setScale(2, RoundingMode.HALF_UP)
                        .max(LEAST)
                        .min(MOST),
                time);
    }

    private static GeneratedPayment fraud(FraudPattern pattern, Payment payment) {
        return new GeneratedPayment(payment, Optional.of(pattern));
    }
}
