package io.millrace.samples.fraud.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.samples.common.json.JsonSerde;
import io.millrace.samples.fraud.APayment;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentTest {

    @Test
    void everyProblemIsListedAtOnce() {
        InvalidPaymentException invalid = catchThrowableOfType(
                InvalidPaymentException.class,
                () -> APayment.clean().withId("").in("Germany").of("-5").payment());

        assertThat(invalid.problems())
                .extracting(InvalidPaymentException.Problem::field)
                .containsExactly("id", "country", "amount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.01", "1000000.01", "1.001", "1e999999999", "1e-999999999"})
    void refusesAmountsThatNobodyPays(String amount) {
        assertThatExceptionOfType(InvalidPaymentException.class)
                .isThrownBy(() -> APayment.clean().of(amount).payment())
                .withMessageContaining("'amount'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.01", "1000000.00", "1E+3", "12.500"})
    void writesAmountsWithTwoDecimals(String amount) {
        assertThat(APayment.clean().of(amount).payment().amount())
                .hasScaleOf(2)
                .isEqualByComparingTo(new BigDecimal(amount));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>", "a b", "ä", "line\nbreak"})
    void refusesIdsWithLettersThatMeanSomethingElsewhere(String id) {
        assertThatExceptionOfType(InvalidPaymentException.class)
                .isThrownBy(() -> APayment.clean().withId(id).payment())
                .withMessageContaining("'id'")
                .withMessageNotContaining(id);
    }

    @Test
    void idsHaveAtMost64Letters() {
        assertThatCode(() -> APayment.clean().withId("x".repeat(64)).payment()).doesNotThrowAnyException();
        assertThatExceptionOfType(InvalidPaymentException.class)
                .isThrownBy(() -> APayment.clean().withId("x".repeat(65)).payment());
    }

    @Test
    void readsCountriesInSmallLetters() {
        assertThat(APayment.clean().in("fr").payment().country()).isEqualTo("FR");
    }

    @Test
    void aCardWithoutCountryIsAtHome() {
        Payment payment = JsonSerde.of(Payment.class)
                .deserializer()
                .deserialize(
                        "payments",
                        ("{\"id\":\"p\",\"card\":\"c\",\"merchant\":\"m\",\"category\":\"FUEL\",\"country\":\"FR\","
                                        + "\"amount\":5,\"time\":\"2026-11-20T10:15:30Z\"}")
                                .getBytes());

        assertThat(payment.cardCountry()).isEqualTo("FR");
        assertThat(payment.isAbroad()).isFalse();
    }
}
