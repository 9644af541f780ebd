package io.millrace.samples.fraud.rules;

import static io.millrace.samples.fraud.model.MerchantCategory.GIFT_CARDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Severity;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlockedMerchantTest {
    private final FraudRule rule = new BlockedMerchant(Set.of("quick-gift-cards"));

    @Test
    void otherMerchantsAreFine() {
        assertThat(rule.check(APayment.clean().at("gift-corner", GIFT_CARDS).payment()))
                .isEmpty();
    }

    @Test
    void aMerchantOnTheListIsFound() {
        assertThat(rule.check(
                        APayment.clean().at("quick-gift-cards", GIFT_CARDS).payment()))
                .hasValue(new Finding("blocked-merchant", Severity.HIGH, "The merchant is on the block list"));
    }
}
