package io.millrace.samples.fraud.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.samples.common.json.Json;
import io.millrace.samples.fraud.APayment;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.model.Score;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpScoringTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final AtomicReference<String> asked = new AtomicReference<>();
    private final Payment payment = APayment.clean().payment();
    private HttpServer server;
    private HttpScoring scoring;
    private volatile int status = 200;
    private volatile String body = "{\"points\":87,\"reason\":\"far away\"}";

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/score", this::answer);
        server.start();
        scoring = new HttpScoring(properties(URI.create(
                "http://127.0.0.1:%d/score".formatted(server.getAddress().getPort()))));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sendsThePaymentAndReadsItsScore() {
        assertThat(scoring.score(payment)).succeedsWithin(SOON).isEqualTo(new Score(87, "far away"));
        assertThat(Json.mapper().readValue(asked.get(), Payment.class)).isEqualTo(payment);
    }

    @Test
    void anErrorIsNoScore() {
        status = 503;

        assertFails("The scoring service answered with status 503, not with a score");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "{}",
                "[]",
                "null",
                "{\"points\":101,\"reason\":\"\"}",
                "{\"points\":-1,\"reason\":\"\"}",
                "{\"points\":\"many\"}"
            })
    void whatIsNoScoreIsAFailureThatQuotesNothing(String answer) {
        body = answer;

        assertFails("The scoring service's answer is no score");
    }

    @Test
    void anAnswerWithoutEndIsNotReadToTheEnd() {
        body = "{\"points\":12,\"reason\":\"" + "far away ".repeat(10_000) + "\"}";

        assertFails("The scoring service's answer is no score, but more than 65536 bytes");
    }

    @Test
    void aScoreNeedsNoReason() {
        body = "{\"points\":12}";

        assertThat(scoring.score(payment)).succeedsWithin(SOON).isEqualTo(new Score(12, ""));
    }

    @Test
    void aServiceThatIsNotThereIsAFailure() {
        server.stop(0);

        assertThat(scoring.score(payment)).failsWithin(SOON);
    }

    @Test
    void knowsNoAddressBeforeTheWebServerRuns() {
        assertThat(new HttpScoring(properties(null)).score(payment))
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("does not run yet");
    }

    private void assertFails(String message) {
        CompletableFuture<Score> answer = scoring.score(payment);

        assertThat(answer)
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ScoringFailedException.class)
                .withMessageContaining(message)
                .withMessageNotContaining("many");
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static ScoringProperties properties(@Nullable URI url) {
        return new ScoringProperties(url, Duration.ofSeconds(2), 10);
    }
}
