package io.millrace.samples.fraud.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Severity;
import io.millrace.samples.fraud.profile.CardActivity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpendingSpreeTest {
    private final SpendingSpree rule = new SpendingSpree(Duration.ofMinutes(2), 3, new BigDecimal("1000"));

    @Test
    void muchMoneyInManyPaymentsIsFoundWithTheNewest() {
        assertThat(rule.check(activity("500", "250", "600.50"))).hasValueSatisfying(judgement -> {
            assertThat(judgement.payment().amount()).isEqualByComparingTo("600.50");
            assertThat(judgement.findings())
                    .containsExactly(new Finding(
                            "spending-spree",
                            Severity.MEDIUM,
                            "3 payments of the card for 1,351 euros within 2 minutes"));
        });
    }

    @Test
    void littleMoneyInManyPaymentsIsFine() {
        assertThat(rule.check(activity("500", "250", "250"))).isEmpty();
    }

    @Test
    void muchMoneyInFewPaymentsIsFine() {
        assertThat(rule.check(activity("900", "900"))).isEmpty();
    }

    @Test
    void aPaymentThatIsSuspiciousAnywayHasItsAlert() {
        CardActivity activity = activity("900", "900").with(payment("900"), true);

        assertThat(rule.check(activity)).isEmpty();
        assertThat(rule.check(activity.with(payment("900"), false))).isPresent();
    }

    @Test
    void nothingWasPaidAtTheBeginning() {
        assertThat(rule.check(CardActivity.NONE)).isEmpty();
    }

    private static CardActivity activity(String... amounts) {
        return Stream.of(amounts)
                .map(SpendingSpreeTest::payment)
                .reduce(CardActivity.NONE, (before, payment) -> before.with(payment, false), (first, second) -> second);
    }

    private static Payment payment(String amount) {
        return APayment.clean().of(amount).payment();
    }
}
