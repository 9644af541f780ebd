package io.millrace.samples.fraud.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.AnAlert;
import io.millrace.samples.fraud.model.Alert;
import org.junit.jupiter.api.Test;

class RecentAlertsTest {
    private final RecentAlerts recent = new RecentAlerts();

    @Test
    void forgetsTheOldest() {
        for (int i = 0; i <= RecentAlerts.KEPT; i++) {
            alert("p-" + i);
        }

        assertThat(recent.newest(Integer.MAX_VALUE)).hasSize(RecentAlerts.KEPT);
        assertThat(recent.ofPayment("p-0")).isEmpty();
        assertThat(recent.ofPayment("p-1")).isPresent();
    }

    @Test
    void anAlertThatComesAgainIsKeptOnceAndNew() {
        alert("p-1");
        alert("p-2");
        alert("p-1");

        assertThat(recent.newest(10)).extracting(Alert::paymentId).containsExactly("p-1", "p-2");
    }

    private void alert(String paymentId) {
        recent.alertRead(AnAlert.forPayment(paymentId), APayment.TIME);
    }
}
