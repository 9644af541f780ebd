package io.millrace.samples.fraud.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.MerchantRisk;
import io.millrace.samples.fraud.model.ScoredPayment;
import io.millrace.samples.fraud.model.Severity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RiskyMerchantTest {
    private final MerchantRule rule = new RiskyMerchant(80);

    @Test
    void aHighScoreIsFound() {
        assertThat(check(new MerchantRisk("green-basket", 81)))
                .hasValue(new Finding(
                        "risky-merchant", Severity.MEDIUM, "The merchant's risk score is 81 of 100 at the moment"));
    }

    @Test
    void aScoreUpToTheLimitIsFine() {
        assertThat(check(new MerchantRisk("green-basket", 80))).isEmpty();
    }

    @Test
    void aMerchantThatNobodyKnowsIsFine() {
        assertThat(check(null)).isEmpty();
    }

    private Optional<Finding> check(@Nullable MerchantRisk risk) {
        return rule.check(ScoredPayment.of(APayment.clean().payment(), risk));
    }
}
