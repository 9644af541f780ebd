package io.millrace.samples.fraud.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

import io.millrace.samples.common.web.WebJsonConfiguration;
import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.AnAlert;
import io.millrace.samples.fraud.kafka.PaymentWriter;
import io.millrace.samples.fraud.model.Payment;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest(PaymentController.class)
@Import({AlertWaiters.class, WebJsonConfiguration.class})
class PaymentControllerTest {
    private static final String VALID = """
            {"id":"p-1","card":"card-1","merchant":"green-basket","category":"GROCERIES","country":"DE","amount":42.10}
            """;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private AlertWaiters waiters;

    @MockitoBean
    private PaymentWriter writer;

    @BeforeEach
    void kafkaTakesPayments() {
        given(writer.write(any())).willReturn(CompletableFuture.completedFuture(null));
    }

    @Test
    void acceptsAPaymentAndSaysWhereItsAlertsWillBe() {
        MvcTestResult answer = post("/payments", VALID);

        assertThat(answer).hasStatus(HttpStatus.ACCEPTED);
        assertThat(answer).bodyJson().isStrictlyEqualTo("{\"paymentId\":\"p-1\",\"link\":\"/alerts?paymentId=p-1\"}");
    }

    @Test
    void givesAPaymentItsIdAndTime() {
        post("/payments", VALID.replace("\"id\":\"p-1\",", ""));

        assertThat(written().id()).hasSize(36);
        assertThat(written().time()).isNotNull();
        assertThat(written().amount()).isEqualTo(new BigDecimal("42.10"));
    }

    @Test
    void answersWithTheAlertThatItWaitedFor() {
        given(writer.write(any())).willAnswer(call -> {
            waiters.alertRead(AnAlert.forPayment("p-1"), APayment.TIME);
            return CompletableFuture.completedFuture(null);
        });

        MvcTestResult answer = post("/payments?wait=5s", VALID);

        assertThat(answer).hasStatusOk();
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.alerts[0].findings[0].rule")
                .isEqualTo("blocked-merchant");
    }

    @Test
    void answersWithoutAlertsWhenNoneCame() {
        MvcTestResult answer = post("/payments?wait=50ms", VALID);

        assertThat(answer).hasStatusOk();
        assertThat(answer).bodyJson().extractingPath("$.alerts").isEqualTo(List.of());
    }

    @Test
    void listsEverythingThatIsWrongWithAPayment() {
        MvcTestResult answer =
                post("/payments", "{\"card\":\"<b>\",\"merchant\":\"m\",\"country\":\"Germany\",\"amount\":-1}");

        assertThat(answer).hasStatus(HttpStatus.BAD_REQUEST).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.errors[*].field")
                .isEqualTo(List.of("card", "category", "country", "amount"));
        then(writer).should(never()).write(any());
    }

    @Test
    void namesTheFieldThatHasTheWrongType() {
        MvcTestResult answer = post("/payments", VALID.replace("42.10", "\"a lot\""));

        assertThat(answer).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(answer).bodyJson().extractingPath("$.errors[*].field").isEqualTo(List.of("amount"));
        assertThat(answer).bodyText().doesNotContain("a lot");
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThat(post("/payments", "{\"card\":")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(post("/payments", "[]")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(post("/payments", "")).hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void refusesLargeBodies() {
        String large = VALID.replace("card-1", "x".repeat(100_000));

        assertThat(post("/payments", large)).hasStatus(HttpStatus.CONTENT_TOO_LARGE);
    }

    @Test
    void refusesBodiesThatABrowserCouldSendFromAnotherSite() {
        assertThat(mvc.post().uri("/payments").contentType(MediaType.TEXT_PLAIN).content(VALID))
                .hasStatus(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void refusesToWaitForLong() {
        assertThat(post("/payments?wait=11s", VALID)).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(post("/payments?wait=-1s", VALID)).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(post("/payments?wait=soon", VALID)).hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void saysThatKafkaDidNotTakeThePayment() {
        given(writer.write(any())).willReturn(CompletableFuture.failedFuture(new TimeoutException("no answer")));

        MvcTestResult answer = post("/payments", VALID);

        assertThat(answer).hasStatus(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(answer).bodyJson().extractingPath("$.detail").isEqualTo("Kafka did not take the payment: no answer");
    }

    private MvcTestResult post(String uri, String body) {
        return mvc.post()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private Payment written() {
        ArgumentCaptor<Payment> payment = ArgumentCaptor.forClass(Payment.class);
        then(writer).should().write(payment.capture());
        return payment.getValue();
    }
}
