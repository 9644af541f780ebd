package io.millrace.samples.fraud.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.samples.common.json.JsonSerde;
import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.AnAlert;
import io.millrace.samples.fraud.model.Alert;
import io.millrace.samples.fraud.model.Payment;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSerdeTest {
    private final JsonSerde<Payment> payments = JsonSerde.of(Payment.class);

    @Test
    void readsThePaymentThatItWrote() {
        Payment payment = APayment.clean().payment();

        assertThat(read(write(payment))).isEqualTo(payment);
    }

    @Test
    void readsTheAlertThatItWrote() {
        JsonSerde<Alert> alerts = JsonSerde.of(Alert.class);
        Alert alert = AnAlert.forPayment("p-1");

        byte[] json = alerts.serializer().serialize("alerts", alert);

        assertThat(alerts.deserializer().deserialize("alerts", json)).isEqualTo(alert);
    }

    @Test
    void writesTimesAndAmountsForPeople() {
        assertThat(write(APayment.clean().payment()))
                .contains("\"amount\":42.10", "\"time\":\"2026-11-20T10:15:30.123456Z\"");
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        String json = write(APayment.clean().payment()).replace("{", "{\"@class\":\"java.net.URL\",\"new\":[1],");

        assertThat(read(json)).isEqualTo(APayment.clean().payment());
    }

    @Test
    void passesNullOnAsKafkaAsks() {
        assertThat(payments.deserializer().deserialize("payments", null)).isNull();
        assertThat(payments.serializer().serialize("payments", null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "42",
                "{",
                "{}",
                "not json",
                "{\"id\":\"p\"}",
                "{\"id\":{}}",
                "\u0000\u0001\u0002",
            })
    void refusesWhatIsNoPayment(String text) {
        assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> read(text));
    }

    @Test
    void refusesCategoriesByNumber() {
        String json = write(APayment.clean().payment()).replace("\"GROCERIES\"", "0");

        assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> read(json));
    }

    @Test
    void refusesWhatFollowsThePayment() {
        String json = write(APayment.clean().payment()) + "{}";

        assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> read(json));
    }

    @Test
    void refusesHugeTextsWhileItReadsThem() {
        String json = "{\"id\":\"" + "x".repeat(2_000_000) + "\"}";

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> read(json))
                .withMessageContaining("StreamConstraintsException");
    }

    @Test
    void refusesDeepNestingWhileItReadsIt() {
        String json = "{\"x\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> read(json))
                .withMessageContaining("StreamConstraintsException");
    }

    @Test
    void saysWhereTheTextIsWrongAndNothingOfIt() {
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> read("{\"id\":\"p-1\",\n\"amount\":\"a secret\"}"))
                .withMessageContaining("A value of topic 'payments' is no Payment")
                .withMessageContaining("line 2")
                .withMessageNotContaining("secret")
                .withNoCause();
    }

    private String write(Payment payment) {
        return new String(payments.serializer().serialize("payments", payment), UTF_8);
    }

    private Payment read(String json) {
        return payments.deserializer().deserialize("payments", json.getBytes(UTF_8));
    }
}
