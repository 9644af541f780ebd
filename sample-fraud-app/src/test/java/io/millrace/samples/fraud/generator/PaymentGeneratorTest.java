package io.millrace.samples.fraud.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.samples.fraud.model.MerchantCategory;
import io.millrace.samples.fraud.model.Payment;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
        PaymentGenerator generator = new PaymentGenerator(1, 100, 0, "g-");

        assertThat(Stream.generate(() -> generator.next(NOON)).limit(5_000))
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

        assertThat(share(honest, made -> made.payment().isAbroad())).isBetween(0.03, 0.06);
    }

    @Test
    void nobodyBuysGroceriesAtNight() {
        assertThat(share(make(1, 5_000, NIGHT), this::isHonestGroceries)).isLessThan(0.001);
        assertThat(share(make(1, 5_000, NOON), this::isHonestGroceries)).isGreaterThan(0.2);
    }

    @Test
    void impossibleTravelFollowsAPaymentOfTheSameCardAtHome() {
        List<GeneratedPayment> made = make(1, MANY, NOON);
        int found = 0;
        for (int i = 1; i < made.size(); i++) {
            if (made.get(i)
                    .fraud()
                    .filter(FraudPattern.IMPOSSIBLE_TRAVEL::equals)
                    .isPresent()) {
                Payment before = made.get(i - 1).payment();
                assertThat(before.card()).isEqualTo(made.get(i).payment().card());
                assertThat(before.isAbroad()).isFalse();
                assertThat(made.get(i).payment().isAbroad()).isTrue();
                found++;
            }
        }
        assertThat(found).isPositive();
    }

    private boolean isHonestGroceries(GeneratedPayment made) {
        return made.fraud().isEmpty() && made.payment().category() == MerchantCategory.GROCERIES;
    }

    private static List<GeneratedPayment> make(long seed, int count, Instant time) {
        PaymentGenerator generator = new PaymentGenerator(seed, 2_000, 0.02, "g-");
        return Stream.generate(() -> generator.next(time)).limit(count).toList();
    }

    private static double share(List<GeneratedPayment> made, Predicate<GeneratedPayment> which) {
        return (double) made.stream().filter(which).count() / made.size();
    }
}
