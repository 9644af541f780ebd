package io.millrace.samples.fraud.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoubtsTest {
    private final Doubts doubts = new Doubts();

    @Test
    void anEverydayPaymentLeavesNone() {
        assertThat(remain(APayment.clean())).isFalse();
        assertThat(remain(APayment.clean().of("200.00"))).isFalse();
        assertThat(remain(APayment.clean().of("3.00"))).isFalse();
    }

    @Test
    void whatIsLargeOrTinyOrFarLeavesSome() {
        assertThat(remain(APayment.clean().of("200.01"))).isTrue();
        assertThat(remain(APayment.clean().of("2.99"))).isTrue();
        assertThat(remain(APayment.clean().in("FR"))).isTrue();
    }

    @Test
    void soDoesWhatARuleHasFound() {
        Finding finding = new Finding("rule", Severity.LOW, "Something");

        assertThat(doubts.remain(new Judgement(APayment.clean().payment(), List.of(finding))))
                .isTrue();
    }

    private boolean remain(APayment payment) {
        return doubts.remain(new Judgement(payment.payment(), List.of()));
    }
}
