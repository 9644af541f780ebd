package io.millrace.samples.fraud.rules;

import static io.millrace.samples.fraud.model.MerchantCategory.DONATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Severity;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CardTestingTest {
    private final FraudRule rule = new CardTesting(Set.of("micro-aid"), new BigDecimal("2"));
    private final APayment trial = APayment.clean().at("micro-aid", DONATION).of("2");

    @Test
    void aTinyAmountAtAMerchantOnTheListIsFound() {
        assertThat(rule.check(trial.payment()))
                .hasValue(new Finding(
                        "card-testing", Severity.LOW, "A tiny amount at a merchant where stolen cards are tried out"));
    }

    @Test
    void aLargerAmountThereIsFine() {
        assertThat(rule.check(trial.of("2.01").payment())).isEmpty();
    }

    @Test
    void aTinyAmountElsewhereIsFine() {
        assertThat(rule.check(trial.at("clean-rivers-fund", DONATION).payment()))
                .isEmpty();
    }
}
