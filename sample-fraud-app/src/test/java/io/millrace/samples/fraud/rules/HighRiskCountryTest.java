package io.millrace.samples.fraud.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Severity;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HighRiskCountryTest {
    private final FraudRule rule = new HighRiskCountry(Set.of("KP"), new BigDecimal("1000"));

    @Test
    void otherCountriesAreFine() {
        assertThat(rule.check(APayment.clean().in("DE").payment())).isEmpty();
    }

    @Test
    void aPaymentInACountryOnTheListIsFound() {
        assertThat(rule.check(APayment.clean().in("KP").payment()))
                .hasValue(new Finding("high-risk-country", Severity.MEDIUM, "Made in KP, a country on the watch list"));
    }

    @Test
    void aLargePaymentThereIsWorse() {
        assertThat(rule.check(APayment.clean().in("KP").of("1000.01").payment()))
                .map(Finding::severity)
                .hasValue(Severity.HIGH);
    }
}
