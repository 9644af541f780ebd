package io.millrace.samples.fraud.rules;

import static io.millrace.samples.fraud.model.MerchantCategory.ELECTRONICS;
import static io.millrace.samples.fraud.model.MerchantCategory.RESTAURANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Severity;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResaleGoodsAbroadTest {
    private final FraudRule rule = new ResaleGoodsAbroad(Set.of(ELECTRONICS), new BigDecimal("400"));
    private final APayment phoneFromAfar =
            APayment.clean().at("volt-and-co", ELECTRONICS).in("US").of("900");

    @Test
    void theCombinationIsFound() {
        assertThat(rule.check(phoneFromAfar.payment()))
                .hasValue(new Finding(
                        "resale-goods-abroad",
                        Severity.MEDIUM,
                        "Goods that sell for cash (electronics), bought in US with a card from DE"));
    }

    @Test
    void atHomeTheyAreFine() {
        assertThat(rule.check(phoneFromAfar.in("DE").payment())).isEmpty();
    }

    @Test
    void otherGoodsAreFine() {
        assertThat(rule.check(phoneFromAfar.at("noodle-lane", RESTAURANT).payment()))
                .isEmpty();
    }

    @Test
    void cheapOnesAreFine() {
        assertThat(rule.check(phoneFromAfar.of("400").payment())).isEmpty();
    }
}
