package io.millrace.samples.fraud.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Severity;
import io.millrace.samples.fraud.profile.CardProfile;
import io.millrace.samples.fraud.profile.HabitProperties;
import io.millrace.samples.fraud.profile.Habits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnusualAmountTest {
    private final Habits habits = new Habits(
            new HabitProperties(Duration.ofSeconds(20), 4, 50, 10, 3, 1_500, 1_000, 1),
            Map.of(),
            new BigDecimal(1_000));
    private final UnusualAmount rule = new UnusualAmount(habits, 3);

    @Test
    void findsWhatIsMuchForThisCard() {
        assertThat(check("200", after(20, "8", "12")))
                .contains(new Finding(
                        "unusual-amount", Severity.MEDIUM, "About 20 times what this card usually pays for groceries"));
    }

    @Test
    void theSameIsNothingSpecialForACardThatSpendsMore() {
        assertThat(check("200", after(20, "80", "120"))).isEmpty();
    }

    @Test
    void widelySpreadAmountsAllowForMore() {
        assertThat(check("200", after(20, "2", "60"))).isEmpty();
    }

    @Test
    void littleIsNotRemarkable() {
        assertThat(check("0.10", after(20, "8", "12"))).isEmpty();
    }

    @Test
    void aCardThatIsHardlyKnownHasNoUsualAmount() {
        assertThat(check("200", after(9, "8", "12"))).isEmpty();
    }

    private Optional<Finding> check(String amount, CardProfile before) {
        return rule.check(APayment.clean().of(amount).payment(), before);
    }

    private CardProfile after(int payments, String amount, String otherAmount) {
        CardProfile profile = CardProfile.UNKNOWN;
        for (int payment = 0; payment < payments; payment++) {
            String each = payment % 2 == 0 ? amount : otherAmount;
            profile = habits.learn(profile, APayment.clean().of(each).payment(), false);
        }
        return profile;
    }
}
