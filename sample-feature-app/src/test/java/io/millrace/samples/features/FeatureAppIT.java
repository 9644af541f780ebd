package io.millrace.samples.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.samples.common.json.JsonSerde;
import io.millrace.samples.features.kafka.Topics;
import io.millrace.samples.features.model.Kind;
import io.millrace.samples.features.model.ShopEvent;
import io.millrace.samples.features.model.UserFeatures;
import io.millrace.testkit.kafka.TestConsumer;
import io.millrace.testkit.kafka.TestKafka;
import io.millrace.testkit.kafka.WithKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
            "millrace.topologies.features.trigger=real-time 200ms",
            "millrace.queries.http.enabled=false", // nobody knows a random port before the start
            "features.generator.rate=0"
        })
@WithKafka
class FeatureAppIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private TestKafka kafka;

    @AfterEach
    void silence() throws Exception {
        rate(0);
    }

    @Test
    void anEventIsInItsUsersFeaturesAndItsItemsPopularity() throws Exception {
        assertThat(post("shopper", "book", "PURCHASE", 1_999).statusCode()).isEqualTo(202);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(get("/features/shopper").body())
                        .contains("\"version\":1", "\"spentCents\":1999", "\"averageCents\":1999.0"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(get("/items/book/popularity").body())
                        .contains("\"purchases\":1,\"soldCents\":1999"));
    }

    @Test
    void anotherServiceReadsFeaturesOfEventsThatAnotherServiceWrote() {
        TestConsumer<String, UserFeatures> features =
                kafka.consumer(Topics.USER_FEATURES, Serdes.String(), JsonSerde.of(UserFeatures.class));

        kafka.producer(Topics.EVENTS, Serdes.String(), JsonSerde.of(ShopEvent.class))
                .send("stranger", new ShopEvent("pen", Kind.CART, 0));

        UserFeatures told = features.readUntil(received -> received.key().equals("stranger"))
                .last()
                .value();
        assertThat(told.lastMinute().carts()).isEqualTo(1);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(get("/features/stranger").body()).contains("\"carts\":1"));
    }

    @Test
    void featuresComeThroughTheStream() throws Exception {
        HttpResponse<Stream<String>> stream = http.send(
                HttpRequest.newBuilder(uri("/features/watched/stream")).build(), BodyHandlers.ofLines());
        try (Stream<String> lines = stream.body()) {
            CompletableFuture<Boolean> seen =
                    CompletableFuture.supplyAsync(() -> lines.anyMatch(line -> line.contains("\"user\":\"watched\"")));

            post("not-watched", "lamp", "VIEW", 0);
            post("watched", "lamp", "VIEW", 0);

            assertThat(seen).succeedsWithin(SOON).isEqualTo(true);
        }
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertThat(get("/features/nobody").statusCode()).isEqualTo(404);
        assertThat(get("/items/nothing/popularity").statusCode()).isEqualTo(404);
        assertThat(get("/features/no%20body").statusCode()).isEqualTo(400);
        assertThat(post("user-1", "book", "VIEW", 5).body()).contains("only a PURCHASE costs something");
        assertThat(post("user-1", "book", "LOOK", 0).statusCode()).isEqualTo(400);
    }

    @Test
    void theGeneratorsUsersAreActive() throws Exception {
        assertThat(rate(200).statusCode()).isEqualTo(200);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(get("/users?limit=5").body()).contains("user-"));
        await().atMost(SOON).untilAsserted(() -> assertThat(get("/stats").body())
                .containsPattern("\"freshnessMillis\":\\{\"count\":[1-9]"));
    }

    @Test
    void thePageNeedsNothingButThisService() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Features").doesNotContain("https://", "style=\"", "onclick");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).startsWith("default-src 'none'").doesNotContain("unsafe", "http"));
        for (String file : List.of(
                "base.css",
                "style.css",
                "dom.js",
                "theme.js",
                "theme-switch.js",
                "topology.js",
                "generator.js",
                "app.js",
                "user.js",
                "chart.js",
                "favicon.svg")) {
            assertThat(get("/" + file).statusCode()).as(file).isEqualTo(200);
        }
    }

    private HttpResponse<String> post(String user, String item, String kind, long cents)
            throws IOException, InterruptedException {
        String json =
                "{\"user\":\"%s\",\"item\":\"%s\",\"kind\":\"%s\",\"cents\":%d}".formatted(user, item, kind, cents);
        return send(HttpRequest.newBuilder(uri("/events"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> rate(int rate) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri("/generator"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"rate\":" + rate + "}")));
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
}
