package io.millrace.samples.fraud.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.samples.common.json.JsonSerde;
import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.MerchantCategory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HabitsTest {
    private static final Instant NOW = APayment.TIME;

    private final Habits habits = new Habits(
            new HabitProperties(Duration.ofSeconds(20), 4, 50, 10, 3.5, 1_500, 1_000, 1),
            Map.of(MerchantCategory.GROCERIES, new BigDecimal(300)),
            new BigDecimal(1_000));

    @Test
    void countsPaymentsWithinASpan() {
        CardProfile profile = afterPaymentsAt(0, 10, 15);

        assertThat(profile.paymentsWithin(Duration.ofSeconds(20), NOW.plusSeconds(15)))
                .isEqualTo(3);
        assertThat(profile.paymentsWithin(Duration.ofSeconds(20), NOW.plusSeconds(20)))
                .isEqualTo(2);
        assertThat(profile.paymentsWithin(Duration.ofSeconds(20), NOW.plusSeconds(60)))
                .isZero();
    }

    @Test
    void keepsNoMorePaymentsThanRulesAskFor() {
        assertThat(afterPaymentsAt(0, 1, 2, 3, 4, 5, 6).recent()).hasSize(4).contains(NOW.plusSeconds(6));
        assertThat(afterPaymentsAt(0, 30).recent()).containsExactly(NOW.plusSeconds(30));
    }

    @Test
    void aTimeFarInTheFutureDoesNotBlindIt() {
        CardProfile profile = CardProfile.UNKNOWN;
        profile = habits.learn(profile, APayment.clean().payment(Instant.parse("2099-01-01T00:00:00Z")), false);

        profile = habits.learn(profile, APayment.clean().payment(NOW), false);

        assertThat(profile.paymentsWithin(Duration.ofSeconds(20), NOW)).isEqualTo(1);
        assertThat(profile.lastSeen()).isEqualTo(new Sighting("DE", NOW));
    }

    @Test
    void learnsWhatIsUsual() {
        CardProfile profile = afterPaymentsOf("30", 30);

        assertThat(profile.spending().count()).isEqualTo(30);
        assertThat(profile.spending().mean()).isCloseTo(Math.log(0.1), within(1e-9));
    }

    @Test
    void tenTimesAsMuchIsTheSameStepInEveryCategory() {
        double groceries = size(MerchantCategory.GROCERIES, "300") - size(MerchantCategory.GROCERIES, "30");
        double travel = size(MerchantCategory.TRAVEL, "5000") - size(MerchantCategory.TRAVEL, "500");

        assertThat(groceries).isCloseTo(travel, within(1e-9));
    }

    @Test
    void hugeAmountsTeachLittle() {
        CardProfile before = afterPaymentsOf("30", 30);

        CardProfile after = habits.learn(before, APayment.clean().of("50000").payment(), true);

        assertThat(after.spending().mean() - before.spending().mean()).isBetween(0.0, 0.05);
    }

    @Test
    void newHabitsAreLearnedInTime() {
        CardProfile profile = afterPaymentsOf("30", 50);
        for (int payment = 0; payment < 200; payment++) {
            profile = habits.learn(profile, APayment.clean().of("280").payment(), true);
        }

        assertThat(profile.spending().mean()).isCloseTo(size(MerchantCategory.GROCERIES, "280"), within(0.1));
    }

    @Test
    void aSuspiciousPaymentDoesNotTellWhereTheCardIs() {
        CardProfile home = habits.learn(CardProfile.UNKNOWN, APayment.clean().payment(), false);

        CardProfile after = habits.learn(home, APayment.clean().in("AU").payment(NOW.plusSeconds(5)), true);

        assertThat(after.lastSeen()).isEqualTo(new Sighting("DE", NOW));
    }

    @Test
    void isKeptAsJson() {
        JsonSerde<CardProfile> serde = JsonSerde.of(CardProfile.class);
        CardProfile profile = afterPaymentsAt(0, 10);

        byte[] json = serde.serializer().serialize("store", profile);

        assertThat(serde.deserializer().deserialize("store", json)).isEqualTo(profile);
        assertThat(json).hasSizeLessThan(300);
    }

    @Test
    void readsWhatAnOlderOrNewerVersionKept() {
        byte[] json = "{\"spending\":{\"count\":3,\"mean\":1.5,\"variance\":0.5},\"devices\":[1]}"
                .getBytes(StandardCharsets.UTF_8);

        CardProfile profile = JsonSerde.of(CardProfile.class).deserializer().deserialize("store", json);

        assertThat(profile).isEqualTo(new CardProfile(List.of(), new Spread(3, 1.5, 0.5), null));
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HabitProperties(Duration.ofSeconds(20), 0, 50, 10, 3.5, 1_500, 1_000, 1))
                .withMessage("'fraud.habits.burst-limit' is 0: give 1 to 50");
    }

    private double size(MerchantCategory category, String amount) {
        return habits.sizeOf(
                APayment.clean().at("somewhere", category).of(amount).payment());
    }

    private CardProfile afterPaymentsAt(int... seconds) {
        CardProfile profile = CardProfile.UNKNOWN;
        for (int second : seconds) {
            profile = habits.learn(profile, APayment.clean().payment(NOW.plusSeconds(second)), false);
        }
        return profile;
    }

    private CardProfile afterPaymentsOf(String amount, int count) {
        CardProfile profile = CardProfile.UNKNOWN;
        for (int payment = 0; payment < count; payment++) {
            profile = habits.learn(profile, APayment.clean().of(amount).payment(NOW.plusSeconds(60L * payment)), false);
        }
        return profile;
    }
}
