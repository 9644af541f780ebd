package io.millrace.samples.fraud.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.samples.common.web.WebJsonConfiguration;
import io.millrace.samples.fraud.scoringservice.Behaviour;
import io.millrace.samples.fraud.scoringservice.ScoringService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest(ScoringController.class)
@Import({ScoringService.class, WebJsonConfiguration.class})
class ScoringControllerTest {
    private static final String PAYMENT = """
            {"id":"p-1","card":"card-1","merchant":"green-basket","category":"GROCERIES","country":"DE","amount":4000,\
            "time":"2026-11-20T10:15:30Z"}""";

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private ScoringService service;

    @AfterEach
    void behave() {
        service.behave(Behaviour.NORMAL);
    }

    @Test
    void scoresAPayment() {
        MvcTestResult answer = post(PAYMENT);

        assertThat(answer).hasStatusOk();
        assertThat(answer).bodyJson().extractingPath("$.points").asNumber().satisfies(points -> assertThat(
                        points.intValue())
                .isGreaterThan(80));
        assertThat(answer).bodyJson().extractingPath("$.reason").isEqualTo("dear for groceries");
    }

    @Test
    void saysWhatIsWrongWithAPayment() {
        assertThat(post("{\"card\":\"<b>\"}")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(post("nonsense")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(post("[]")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(post(PAYMENT.replace("card-1", "x".repeat(100_000)))).hasStatus(HttpStatus.CONTENT_TOO_LARGE);
    }

    @Test
    void changesItsBehaviour() {
        String slow = "{\"mode\":\"SLOW\",\"sharePercent\":10,\"delayMillis\":500}";

        assertThat(put(slow)).hasStatusOk().bodyJson().isStrictlyEqualTo(slow);
        assertThat(mvc.get().uri("/scoring/behaviour")).hasStatusOk().bodyJson().isStrictlyEqualTo(slow);
    }

    @Test
    void answersWithAnErrorWhereItIsBroken() {
        put("{\"mode\":\"BROKEN\",\"sharePercent\":100,\"delayMillis\":500}");

        assertThat(post(PAYMENT))
                .hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
                .bodyJson()
                .extractingPath("$.detail")
                .isEqualTo("The scoring service is broken.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "",
                "[]",
                "{\"mode\":\"SLOW\"}",
                "{\"mode\":\"AWAY\",\"sharePercent\":10,\"delayMillis\":500}",
                "{\"mode\":1,\"sharePercent\":10,\"delayMillis\":500}",
                "{\"mode\":null,\"sharePercent\":10,\"delayMillis\":500}",
                "{\"mode\":\"SLOW\",\"sharePercent\":1000,\"delayMillis\":500}",
                "{\"mode\":\"SLOW\",\"sharePercent\":10,\"delayMillis\":-1}",
                "{\"mode\":\"SLOW\",\"sharePercent\":10,\"delayMillis\":99999999999}"
            })
    void refusesWhatIsNoBehaviour(String body) {
        assertThat(put(body)).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(service.behaviour()).isEqualTo(Behaviour.NORMAL);
    }

    @Test
    void refusesBodiesThatABrowserCouldSendFromAnotherSite() {
        assertThat(mvc.put()
                        .uri("/scoring/behaviour")
                        .contentType(MediaType.TEXT_PLAIN)
                        .content("{\"mode\":\"SLOW\",\"sharePercent\":10,\"delayMillis\":500}"))
                .hasStatus(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    }

    private MvcTestResult post(String body) {
        return mvc.post()
                .uri("/scoring/score")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult put(String body) {
        return mvc.put()
                .uri("/scoring/behaviour")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }
}
