package io.millrace.samples.fraud.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.AnAlert;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FraudLedgerTest {
    private final FraudLedger ledger = new FraudLedger("g-");

    @Test
    void hasNoSharesBeforeAnythingHappened() {
        assertThat(ledger.quality().precision()).isNull();
        assertThat(ledger.quality().recall()).isNull();
    }

    @Test
    void recallIsTheShareOfFraudThatWasFound() {
        ledger.add(fraud("g-1"));
        ledger.add(fraud("g-2"));
        ledger.add(honest("g-3"));

        alert("g-2");

        assertThat(ledger.quality().recall()).isEqualTo(0.5);
        assertThat(ledger.quality().precision()).isEqualTo(1.0);
    }

    @Test
    void precisionIsTheShareOfAlertsThatAreRight() {
        ledger.add(fraud("g-1"));
        ledger.add(honest("g-2"));

        alert("g-1");
        alert("g-2");

        assertThat(ledger.quality().precision()).isEqualTo(0.5);
        assertThat(ledger.quality().falseAlarms()).isEqualTo(1);
    }

    @Test
    void anAlertThatComesTwiceCountsOnce() {
        ledger.add(fraud("g-1"));
        ledger.add(honest("g-2"));

        alert("g-1");
        alert("g-1");
        alert("g-2");
        alert("g-2");

        assertThat(ledger.quality().found()).isEqualTo(1);
        assertThat(ledger.quality().falseAlarms()).isEqualTo(1);
    }

    @Test
    void paymentsOfOthersDoNotCount() {
        alert("by-hand");

        assertThat(ledger.quality().falseAlarms()).isZero();
    }

    @Test
    void aFraudThatWasNotSentIsNone() {
        ledger.add(fraud("g-1"));
        ledger.withdraw(fraud("g-1"));

        assertThat(ledger.quality().frauds()).isZero();
    }

    @Test
    void tellsTheKindsOfFraudApart() {
        ledger.add(fraud("g-1"));
        alert("g-1");

        assertThat(ledger.quality().patterns())
                .contains(
                        DetectionQuality.Pattern.of(FraudPattern.CARD_TEST, 1, 1),
                        DetectionQuality.Pattern.of(FraudPattern.QUIET_THEFT, 0, 0));
    }

    private void alert(String paymentId) {
        ledger.alertRead(AnAlert.forPayment(paymentId), APayment.TIME);
    }

    private static GeneratedPayment fraud(String id) {
        return new GeneratedPayment(APayment.clean().withId(id).payment(), Optional.of(FraudPattern.CARD_TEST));
    }

    private static GeneratedPayment honest(String id) {
        return new GeneratedPayment(APayment.clean().withId(id).payment(), Optional.empty());
    }
}
