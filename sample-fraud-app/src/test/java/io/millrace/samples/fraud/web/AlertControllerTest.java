package io.millrace.samples.fraud.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.common.web.SecurityHeaders;
import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.AnAlert;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@WebMvcTest(AlertController.class)
@Import({RecentAlerts.class, AlertStream.class, StreamConfiguration.class})
class AlertControllerTest {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private RecentAlerts recent;

    @BeforeEach
    void threeAlertsCame() {
        List.of("p-1", "p-2", "p-3").forEach(id -> recent.alertRead(AnAlert.forPayment(id), APayment.TIME));
    }

    @Test
    void showsTheNewestFirst() {
        assertThat(mvc.get().uri("/alerts?limit=2"))
                .bodyJson()
                .extractingPath("$[*].paymentId")
                .isEqualTo(List.of("p-3", "p-2"));
    }

    @Test
    void showsTheAlertOfOnePayment() {
        assertThat(mvc.get().uri("/alerts?paymentId=p-2"))
                .bodyJson()
                .extractingPath("$[*].paymentId")
                .isEqualTo(List.of("p-2"));
    }

    @Test
    void showsNothingForAPaymentWithoutAlert() {
        assertThat(mvc.get().uri("/alerts?paymentId=clean")).bodyJson().isStrictlyEqualTo("[]");
    }

    @Test
    void refusesLimitsOutOfRange() {
        assertThat(mvc.get().uri("/alerts?limit=0")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(mvc.get().uri("/alerts?limit=1001")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(mvc.get().uri("/alerts?limit=all")).hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void everyAnswerForbidsForeignContent() {
        assertThat(mvc.get().uri("/alerts")).hasHeader("Content-Security-Policy", SecurityHeaders.POLICY);
    }
}
