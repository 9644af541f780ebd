package io.millrace.samples.fraud.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.ManualClock;
import io.millrace.samples.fraud.model.Payment;
import org.junit.jupiter.api.Test;

class PaymentReaderTest {
    private final PaymentReader reader = new PaymentReader(new ManualClock());

    @Test
    void passesPaymentsOnAndCountsThem() {
        Payment payment = APayment.clean().payment();

        assertThat(reader.read(payment)).isSameAs(payment);
        assertThat(reader.payments().total()).isEqualTo(1);
    }

    @Test
    void nothingIsNoPayment() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.read(null))
                .withMessage("A record of topic 'payments' has no value: give a payment");
        assertThat(reader.payments().total()).isZero();
    }
}
