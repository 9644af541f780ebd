package io.millrace.samples.fraud.rules;

import static io.millrace.samples.fraud.model.MerchantCategory.GROCERIES;
import static io.millrace.samples.fraud.model.MerchantCategory.TRAVEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Severity;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AmountOverLimitTest {
    private final FraudRule rule =
            new AmountOverLimit(Map.of(GROCERIES, new BigDecimal("300")), new BigDecimal("1000"));

    @Test
    void theLimitItselfIsAllowed() {
        assertThat(rule.check(APayment.clean().of("300").payment())).isEmpty();
    }

    @Test
    void aCentMoreIsNot() {
        assertThat(rule.check(APayment.clean().of("300.01").payment()))
                .hasValue(new Finding(
                        "amount-over-limit", Severity.MEDIUM, "More than the 300 euros usual for groceries"));
    }

    @Test
    void tenTimesTheLimitIsWorse() {
        assertThat(rule.check(APayment.clean().of("3000.01").payment()))
                .map(Finding::severity)
                .hasValue(Severity.HIGH);
    }

    @Test
    void otherCategoriesHaveTheGeneralLimit() {
        APayment journey = APayment.clean().at("north-air", TRAVEL);

        assertThat(rule.check(journey.of("1000").payment())).isEmpty();
        assertThat(rule.check(journey.of("1000.01").payment())).isPresent();
    }
}
