package io.millrace.samples.fraud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.millrace.MillraceEngine;
import io.millrace.runtime.TopologyState;
import io.millrace.samples.fraud.kafka.Topics;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

/** Debian's Prometheus, with the configuration of 'config/', in front of the service. It has a broker of its own: what it does there would fail others. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.prometheus.metrics.export.enabled=true",
            "millrace.dev-broker.port=0",
            "millrace.dev-broker.controller-port=0",
            "millrace.topologies.fraud-detection.trigger=real-time 200ms",
            "millrace.topologies.fraud-detection.on-error=fail",
            "millrace.topologies.fraud-detection.restart.max-attempts=0",
            "fraud.generator.rate=20"
        })
@DirtiesContext
class PrometheusIT {

    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final Path CONFIGURATION = Path.of("../config/prometheus");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private KafkaConnectionDetails kafka;

    @Autowired
    private MillraceEngine engine;

    @TempDir
    private Path directory;

    private Process prometheus;
    private String api;

    @BeforeEach
    void startPrometheus() throws IOException {
        assumeThat(PROMETHEUS).as("Debian's package 'prometheus'").exists();
        Files.writeString(
                directory.resolve("prometheus.yml"),
                Files.readString(CONFIGURATION.resolve("prometheus.yml"))
                        .replace("127.0.0.1:8080", "127.0.0.1:" + port)
                        .replace("interval: 10s", "interval: 500ms"));
        Files.copy(CONFIGURATION.resolve("alerts.yml"), directory.resolve("alerts.yml"));
        int free = freePort();
        api = "http://127.0.0.1:%d/api/v1/".formatted(free);
        prometheus = new ProcessBuilder(
                        PROMETHEUS.toString(),
                        "--config.file=" + directory.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + free)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
    }

    @AfterEach
    void stopPrometheus() throws InterruptedException {
        if (prometheus != null) {
            prometheus.destroy();
            if (!prometheus.waitFor(5, TimeUnit.SECONDS)) {
                prometheus.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void itScrapesTheServiceAndItsAlertFiresWhenATopologyFails() {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                        ask("query?query=sum(millrace_stage_records_in_total)"))
                .containsPattern("\"value\":\\[[0-9.]+,\"[1-9][0-9]*\"\\]"));
        assertThat(ask("alerts")).doesNotContain("MillraceTopologyFailed");

        sendWhatIsNoMerchant();

        await().atMost(PATIENCE).until(() -> engine.topology("fraud-detection").state() == TopologyState.FAILED);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ask("alerts"))
                .contains("MillraceTopologyFailed", "\"state\":\"firing\""));
    }

    private void sendWhatIsNoMerchant() {
        Map<String, Object> settings = Map.of("bootstrap.servers", List.copyOf(kafka.getBootstrapServers()));
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(Topics.MERCHANTS, "quick-gift-cards", "no merchant"));
        }
    }

    private String ask(String question) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(api + question))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.ofString(UTF_8)).body();
        } catch (IOException e) {
            throw new IllegalStateException("Prometheus does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Nobody waits for Prometheus's answer any more", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
