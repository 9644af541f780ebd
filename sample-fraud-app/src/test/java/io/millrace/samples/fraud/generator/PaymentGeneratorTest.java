package io.millrace.samples.fraud.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.samples.fraud.model.Geography;
import io.millrace.samples.fraud.model.MerchantCategory;
import io.millrace.samples.fraud.model.Payment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaymentGeneratorTest {
    private static final int MANY = 50_000;
    private static final Instant NOON = Instant.parse("2026-11-20T11:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-11-20T01:00:00Z");

    @Test
    void theSameSeedMakesTheSamePayments() {
        assertThat(make(7, 1_000, NOON)).isEqualTo(make(7, 1_000, NOON));
    }

    @Test
    void anotherSeedMakesOthers() {
        assertThat(make(8, 100, NOON)).isNotEqualTo(make(7, 100, NOON));
    }

    @Test
    void everyPaymentHasAnIdOfItsOwn() {
        Set<String> ids = new HashSet<>();
        make(1, MANY, NOON).forEach(made -> ids.add(made.payment().id()));

        assertThat(ids).hasSize(MANY).allMatch(id -> id.startsWith("g-"));
    }

    @Test
    void theShareOfFraudIsTheOneAskedFor() {
        List<GeneratedPayment> made = make(1, MANY, NOON);

        assertThat(share(made, payment -> payment.fraud().isPresent())).isCloseTo(0.02, within(0.004));
    }

    @Test
    void allKindsOfFraudAreEquallyOften() {
        List<GeneratedPayment> frauds = make(1, MANY, NOON).stream()
                .filter(made -> made.fraud().isPresent())
                .toList();

        for (FraudPattern pattern : FraudPattern.values()) {
            assertThat(share(frauds, made -> made.fraud().orElseThrow() == pattern))
                    .as(pattern.name())
                    .isCloseTo(1.0 / FraudPattern.values().length, within(0.05));
        }
    }

    @Test
    void withoutFraudAllAreHonest() {
        assertThat(new MadeUpWorld(1, 0, NOON).payments(5_000))
                .allMatch(made -> made.fraud().isEmpty());
    }

    @Test
    void groceriesCostWhatTheyUsuallyCost() {
        double[] amounts = make(1, MANY, NOON).stream()
                .filter(made -> made.fraud().isEmpty())
                .map(GeneratedPayment::payment)
                .filter(payment -> payment.category() == MerchantCategory.GROCERIES)
                .mapToDouble(payment -> payment.amount().doubleValue())
                .sorted()
                .toArray();

        assertThat(amounts[amounts.length / 2]).isCloseTo(34, within(3.0));
        assertThat(amounts[amounts.length * 9 / 10]).isBetween(70.0, 110.0);
    }

    @Test
    void mostHonestPaymentsAreMadeAtHome() {
        List<GeneratedPayment> honest = make(1, MANY, NOON).stream()
                .filter(made -> made.fraud().isEmpty())
                .toList();

        assertThat(share(honest, made -> made.payment().isAbroad())).isBetween(0.02, 0.06);
    }

    @Test
    void nobodyBuysGroceriesAtNight() {
        assertThat(share(make(1, 5_000, NIGHT), this::isHonestGroceries)).isLessThan(0.001);
        assertThat(share(make(1, 5_000, NOON), this::isHonestGroceries)).isGreaterThan(0.2);
    }

    @Test
    void impossibleTravelFollowsAPaymentOfTheSameCardOnAnotherContinent() {
        Map<String, Payment> last = new HashMap<>();
        int found = 0;
        for (GeneratedPayment made : make(1, MANY, NOON)) {
            Payment payment = made.payment();
            if (is(made, FraudPattern.IMPOSSIBLE_TRAVEL)) {
                Payment before = Objects.requireNonNull(last.get(payment.card()));
                assertThat(kilometers(before, payment)).isGreaterThan(5_000);
                assertThat(Duration.between(before.time(), payment.time())).isLessThan(Duration.ofSeconds(30));
                found++;
            }
            last.put(payment.card(), payment);
        }
        assertThat(found).isPositive();
    }

    @Test
    void honestPeopleTravelNoFasterThanTheyCan() {
        Map<String, Payment> last = new HashMap<>();
        int journeys = 0;
        for (GeneratedPayment made : make(1, MANY, NOON)) {
            if (made.fraud().isEmpty()) {
                Payment payment = made.payment();
                Payment before = last.put(payment.card(), payment);
                if (before != null && !before.country().equals(payment.country())) {
                    double hours =
                            Duration.between(before.time(), payment.time()).toMillis()
                                    * MadeUpWorld.TIME_LAPSE
                                    / 3_600_000;
                    assertThat(kilometers(before, payment) / hours).isLessThan(800);
                    journeys++;
                }
            }
        }
        assertThat(journeys).isGreaterThan(100);
    }

    @Test
    void aBurstIsManyPaymentsOfOneCardWithinSeconds() {
        List<GeneratedPayment> made = make(1, MANY, NOON);
        Instant end = made.get(MANY - 1).payment().time();
        Map<String, List<Payment>> bursts = made.stream()
                .filter(payment -> is(payment, FraudPattern.BURST))
                .map(GeneratedPayment::payment)
                .collect(Collectors.groupingBy(Payment::card));
        bursts.values().removeIf(burst -> burst.get(0).time().isAfter(end.minusSeconds(20))); // it goes on behind the end

        assertThat(bursts.values()).isNotEmpty().allSatisfy(burst -> {
            assertThat(burst).hasSizeGreaterThanOrEqualTo(7);
            assertThat(Duration.between(burst.get(0).time(), burst.get(6).time()))
                    .isLessThan(Duration.ofSeconds(15));
        });
    }

    @Test
    void honestPeopleSeldomPayOftenWithinSeconds() {
        Map<String, List<Payment>> byCard = make(1, MANY, NOON).stream()
                .filter(made -> made.fraud().isEmpty())
                .map(GeneratedPayment::payment)
                .collect(Collectors.groupingBy(Payment::card));
        long fiveInTwentySeconds = byCard.values().stream()
                .flatMap(payments -> IntStream.range(4, payments.size())
                        .filter(index -> Duration.between(
                                                payments.get(index - 4).time(),
                                                payments.get(index).time())
                                        .toSeconds()
                                < 20)
                        .boxed())
                .count();

        assertThat(fiveInTwentySeconds).isLessThan(MANY / 1_000);
    }

    @Test
    void aCardHasItsHomeAndItsHabitsInEveryRun() {
        Map<String, String> homes = new HashMap<>();
        new MadeUpWorld(1, 0.02, NOON)
                .payments(5_000)
                .map(GeneratedPayment::payment)
                .forEach(payment -> homes.put(payment.card(), payment.cardCountry()));

        assertThat(new MadeUpWorld(1, 0.5, NIGHT).payments(5_000).map(GeneratedPayment::payment))
                .allMatch(payment -> homes.getOrDefault(payment.card(), payment.cardCountry())
                        .equals(payment.cardCountry()));
    }

    @Test
    void moreCardsPayWhenMorePaymentsAreMade() {
        GeneratorProperties properties =
                new GeneratorProperties(50, 2_000, 0.02, Duration.ofSeconds(40), MadeUpWorld.TIME_LAPSE, 1);

        assertThat(properties.cards(50)).isEqualTo(2_000);
        assertThat(properties.cards(2_000)).isEqualTo(80_000);
        assertThat(properties.cards(1)).isEqualTo(50);
    }

    private static boolean is(GeneratedPayment made, FraudPattern pattern) {
        return made.fraud().filter(pattern::equals).isPresent();
    }

    private static double kilometers(Payment before, Payment after) {
        return Geography.kilometersBetween(before.country(), after.country()).orElseThrow();
    }

    private boolean isHonestGroceries(GeneratedPayment made) {
        return made.fraud().isEmpty() && made.payment().category() == MerchantCategory.GROCERIES;
    }

    private static List<GeneratedPayment> make(long seed, int count, Instant time) {
        return new MadeUpWorld(seed, 0.02, time).payments(count).toList();
    }

    private static double share(List<GeneratedPayment> made, Predicate<GeneratedPayment> which) {
        return (double) made.stream().filter(which).count() / made.size();
    }
}
