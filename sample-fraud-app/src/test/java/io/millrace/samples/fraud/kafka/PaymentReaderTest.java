package io.millrace.samples.fraud.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.ManualClock;
import io.millrace.samples.fraud.json.JsonSerde;
import io.millrace.samples.fraud.model.Payment;
import org.junit.jupiter.api.Test;

class PaymentReaderTest {
    private final PaymentReader reader = new PaymentReader(new ManualClock());

    @Test
    void passesPaymentsOn() {
        Payment payment = APayment.clean().payment();
        byte[] json = JsonSerde.of(Payment.class).serializer().serialize(Topics.PAYMENTS, payment);

        assertThat(reader.read(json)).containsExactly(payment);
        assertThat(reader.payments().total()).isEqualTo(1);
        assertThat(reader.unreadable()).isZero();
    }

    @Test
    void dropsAndCountsWhatIsNoPayment() {
        assertThat(reader.read("{\"amount\":".getBytes(UTF_8))).isEmpty();
        assertThat(reader.read(new byte[] {(byte) 0xff, 0, 1})).isEmpty();
        assertThat(reader.read(new byte[0])).isEmpty();
        assertThat(reader.read(null)).isEmpty();

        assertThat(reader.unreadable()).isEqualTo(4);
        assertThat(reader.payments().total()).isZero();
    }
}
