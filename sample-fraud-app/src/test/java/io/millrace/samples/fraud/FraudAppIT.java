package io.millrace.samples.fraud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.millrace.samples.common.json.JsonSerde;
import io.millrace.samples.fraud.kafka.Topics;
import io.millrace.samples.fraud.model.Alert;
import io.millrace.samples.fraud.model.Finding;
import io.millrace.samples.fraud.model.MerchantRisk;
import io.millrace.samples.fraud.model.Payment;
import io.millrace.samples.fraud.scoringservice.Behaviour;
import io.millrace.testkit.kafka.TestConsumer;
import io.millrace.testkit.kafka.TestKafka;
import io.millrace.testkit.kafka.TestProducer;
import io.millrace.testkit.kafka.WithKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The service as a stranger sees it: through HTTP, and through Kafka with another client. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "millrace.topologies.fraud-detection.trigger=real-time 200ms",
            "fraud.generator.rate=0",
            "fraud.scoring.timeout=30s"
        })
@WithKafka
class FraudAppIT {
    private static final String BLOCKED = """
            {"id":"%s","card":"card-1","merchant":"quick-gift-cards","category":"GIFT_CARDS","country":"DE",\
            "amount":20,"time":"2026-11-20T10:15:30Z"}""";

    private static final String CLEAN = BLOCKED.replace("quick-gift-cards", "gift-corner");

    private static final int SLOW_PERCENT = 50;

    private static final Behaviour SLOW = new Behaviour(Behaviour.Mode.SLOW, SLOW_PERCENT, 10_000);

    private final HttpClient http = HttpClient.newHttpClient();

    private int posted;

    @LocalServerPort
    private int port;

    @Autowired
    private TestKafka kafka;

    @AfterEach
    void silence() throws Exception {
        changeRate(0);
        behave("NORMAL");
    }

    @Test
    void aFraudulentPaymentIsAnsweredWithItsAlert() throws Exception {
        HttpResponse<String> answer = post("/payments?wait=10s", BLOCKED.formatted("wait-1"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"paymentId\":\"wait-1\"", "\"rule\":\"blocked-merchant\"");
        assertThat(get("/alerts?paymentId=wait-1").body()).contains("\"rule\":\"blocked-merchant\"");
    }

    @Test
    void aCleanPaymentHasNoAlert() throws Exception {
        TestConsumer<String, Alert> alerts = alerts();

        post("/payments", CLEAN.formatted("clean-1"));
        kafka.awaitCheckpoint("fraud-detection");

        assertThat(alerts.readAll().values()).extracting(Alert::paymentId).doesNotContain("clean-1");
        assertThat(get("/alerts?paymentId=clean-1").body()).isEqualTo("[]");
    }

    @Test
    void aPaymentThatAnotherServiceWritesIsJudgedToo() {
        TestProducer<String, Payment> payments =
                kafka.producer(Topics.PAYMENTS, Serdes.String(), JsonSerde.of(Payment.class));
        TestConsumer<String, Alert> alerts = alerts();
        Payment payment = APayment.clean().withId("from-kafka").of("9000.00").payment();

        payments.send(payment.card(), payment);

        Alert alert = alerts.readUntil(received -> received.value().paymentId().equals("from-kafka"))
                .last()
                .value();
        assertThat(alert.findings()).extracting(Finding::rule).contains("amount-over-limit");
    }

    @Test
    void aPaymentIsJudgedByWhatIsKnownOfItsCard() throws Exception {
        String home = CLEAN.replace("card-1", "card-that-travels");
        post("/payments", home.formatted("at-home"));

        HttpResponse<String> answer =
                post("/payments?wait=10s", home.replace("\"DE\"", "\"AU\"").formatted("far-away"));

        assertThat(answer.body()).contains("\"paymentId\":\"far-away\"", "\"rule\":\"impossible-travel\"");
        assertThat(get("/alerts?paymentId=at-home").body()).isEqualTo("[]");
    }

    @Test
    void aPaymentIsJudgedByWhatIsKnownOfItsMerchant() throws Exception {
        kafka.producer(Topics.MERCHANTS, Serdes.String(), JsonSerde.of(MerchantRisk.class))
                .send("gift-corner-2", new MerchantRisk("gift-corner-2", 95));

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(post(
                                "/payments?wait=1s",
                                CLEAN.replace("gift-corner", "gift-corner-2").formatted("risky-" + ++posted))
                        .body())
                .contains("\"rule\":\"risky-merchant\""));
    }

    @Test
    void muchMoneyInAShortTimeIsASpree() throws Exception {
        payInARow("spree", 6, 280);

        assertThat(alert("spree-6", Duration.ofSeconds(10)))
                .contains("\"rule\":\"spending-spree\"", "6 payments of the card for 1,680 euros within 60 seconds");
        assertThat(get("/alerts?paymentId=spree-5").body()).isEqualTo("[]");
    }

    @Test
    void aLongShoppingSessionIsFoundWhenItIsOver() throws Exception {
        payInARow("session", 9, 20);

        assertThat(alert("session-1", Duration.ofSeconds(60)))
                .contains("\"rule\":\"shopping-session\"", "One of 9 payments of the card");
    }

    @Test
    void aCardWhoseScoreIsLateHoldsUpNoOther() throws Exception {
        TestConsumer<String, Alert> alerts = alerts();
        behave("SLOW");
        post("/payments", ofCard(slowCard(), "late"));
        HttpResponse<String> answer = post("/payments?wait=10s", ofCard(quickCard(), "in-time"));
        assertThat(answer.body()).contains("\"paymentId\":\"in-time\"").doesNotContain("score-missing");

        behave("NORMAL");

        assertThat(alert("late", Duration.ofSeconds(10)))
                .contains("blocked-merchant")
                .doesNotContain("score-missing");
        assertThat(alerts.readAll().values())
                .extracting(Alert::paymentId)
                .filteredOn(id -> id.equals("late") || id.equals("in-time"))
                .containsExactly("in-time", "late");
    }

    @Test
    void aBrokenScoringServiceCostsTheScoreOnly() throws Exception {
        behave("BROKEN");

        assertThat(post("/payments?wait=10s", ofCard(slowCard(), "unscored")).body())
                .contains("blocked-merchant", "score-missing");
        assertThat(get("/stats").body()).contains("\"mode\":\"BROKEN\"");
    }

    @Test
    void anAlertComesThroughTheStream() throws Exception {
        HttpResponse<Stream<String>> stream =
                http.send(HttpRequest.newBuilder(uri("/alerts/stream")).build(), BodyHandlers.ofLines());
        try (Stream<String> lines = stream.body()) {
            CompletableFuture<Boolean> seen =
                    CompletableFuture.supplyAsync(() -> lines.anyMatch(line -> line.contains("\"stream-1\"")));

            post("/payments", BLOCKED.formatted("stream-1"));

            assertThat(seen).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
            assertThat(stream.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        }
    }

    @Test
    void aForeignClientWritesAPaymentAndReadsItsAlert() throws Exception {
        assumeThat(isInstalled("kcat")).as("kcat is installed").isTrue();

        kcat(BLOCKED.formatted("kcat-1") + "\n", "-P", "-t", "payments");

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(kcat("", "-C", "-t", "alerts", "-o", "beginning", "-e", "-q"))
                        .anyMatch(line -> line.contains("\"kcat-1\"") && line.contains("blocked-merchant")));
    }

    @Test
    void aForeignClientsTypoStopsNothing() throws Exception {
        TestConsumer<String, String> deadLetters = kafka.consumer("payments-dlt", Serdes.String(), Serdes.String());

        kafka.producer(Topics.PAYMENTS, Serdes.String(), Serdes.String()).send("card-1", "{\"amount\": oops");

        assertThat(deadLetters.read(1).values()).containsExactly("{\"amount\": oops");
        assertThat(get("/stats").body()).contains("\"deadLetters\":1", "\"state\":\"RUNNING\"");
        assertThat(post("/payments?wait=10s", BLOCKED.formatted("behind-typo")).body())
                .contains("blocked-merchant");
    }

    @Test
    void theGeneratorsFraudIsFound() throws Exception {
        assertThat(changeRate(500).statusCode()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(get("/stats").body()).containsPattern("\"found\":[1-9]"));
    }

    @Test
    void thePageNeedsNothingButThisService() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Fraud detection").doesNotContain("https://", "style=\"", "onclick");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).startsWith("default-src 'none'").doesNotContain("unsafe", "http"));
        for (String file : List.of(
                "base.css",
                "style.css",
                "dom.js",
                "theme.js",
                "app.js",
                "alerts.js",
                "scoring.js",
                "chart.js",
                "favicon.svg")) {
            assertThat(get("/" + file).statusCode()).as(file).isEqualTo(200);
        }
    }

    /** Sends payments that claim to have minutes between them, so that no rule about single payments minds. */
    private void payInARow(String card, int payments, int amount) throws Exception {
        for (int number = 1; number <= payments; number++) {
            post(
                    "/payments",
                    CLEAN.replace("card-1", card)
                            .replace("gift-corner", "green-basket")
                            .replace("GIFT_CARDS", "GROCERIES")
                            .replace("\"amount\":20", "\"amount\":" + amount)
                            .replace("10:15:30", "10:%02d:30".formatted(15 + number))
                            .formatted(card + "-" + number));
        }
    }

    private String alert(String payment, Duration longest) {
        return await().atMost(longest)
                .until(() -> get("/alerts?paymentId=" + payment).body(), alerts -> !alerts.equals("[]"));
    }

    private TestConsumer<String, Alert> alerts() {
        return kafka.consumer(Topics.ALERTS, Serdes.String(), JsonSerde.of(Alert.class));
    }

    private void behave(String mode) throws Exception {
        String wanted = "{\"mode\":\"%s\",\"sharePercent\":%d,\"delayMillis\":10000}".formatted(mode, SLOW_PERCENT);
        assertThat(put("/scoring/behaviour", wanted).statusCode()).isEqualTo(200);
    }

    private static String slowCard() {
        return card(SLOW::isChosen);
    }

    private static String quickCard() {
        return card(card -> !SLOW.isChosen(card));
    }

    private static String card(Predicate<String> wanted) {
        return IntStream.range(0, 1_000)
                .mapToObj(number -> "scored-" + number)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    private static String ofCard(String card, String payment) {
        return BLOCKED.replace("card-1", card).formatted(payment);
    }

    private HttpResponse<String> changeRate(int rate) throws IOException, InterruptedException {
        return put("/generator", "{\"rate\":" + rate + "}");
    }

    private HttpResponse<String> put(String path, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private List<String> kcat(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("kcat", "-b", kafka.bootstrapServers()), Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = process.getOutputStream()) {
            output.write(input.getBytes(UTF_8));
        }
        List<String> lines;
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            lines = reader.lines().toList();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("kcat ended").isTrue();
        assertThat(process.exitValue()).as(() -> String.join("\n", lines)).isZero();
        return lines;
    }

    private static boolean isInstalled(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "-V").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
