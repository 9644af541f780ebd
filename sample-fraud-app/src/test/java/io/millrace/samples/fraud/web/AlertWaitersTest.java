package io.millrace.samples.fraud.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.samples.common.web.TooBusyException;
import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.AnAlert;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlertWaitersTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final AlertWaiters waiters = new AlertWaiters();

    @Test
    void hearOfTheirOwnAlertOnly() {
        var first = waiters.next("p-1", LONG);
        var second = waiters.next("p-2", LONG);

        waiters.alertRead(AnAlert.forPayment("p-2"), APayment.TIME);

        assertThat(second).isCompletedWithValueMatching(alerts -> alerts.size() == 1);
        assertThat(first).isNotDone();
    }

    @Test
    void areSentAwayWhenThereAreTooMany() {
        for (int i = 0; i < 1_000; i++) {
            waiters.next("p-" + i, LONG);
        }

        assertThatExceptionOfType(TooBusyException.class).isThrownBy(() -> waiters.next("one-more", LONG));
    }

    @Test
    void makeRoomWhenTheyAreDone() {
        for (int i = 0; i < 5_000; i++) {
            waiters.next("p-" + i, LONG);
            waiters.alertRead(AnAlert.forPayment("p-" + i), APayment.TIME);
        }

        assertThat(waiters.next("one-more", LONG)).isNotDone();
    }
}
