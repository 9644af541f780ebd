package io.millrace.spring.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.DevBrokerSettings;
import io.millrace.spring.MillraceAutoConfiguration;
import io.millrace.topology.Consumed;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The console of a service that runs. */
class ConsoleIT {

    private static final String SECRET = "4711-SECRET-0815";

    @Test
    void theStreamTellsWhatHappensAndNothingOfARecord() throws Exception {
        try (DevBroker broker = DevBroker.start(DevBrokerSettings.defaults()
                        .withPort(0)
                        .withControllerPort(0)
                        .withAutoCreateTopics(false));
                ConfigurableApplicationContext service = start(broker)) {
            send(service, 100);

            List<String> lines = new ArrayList<>();
            await().atMost(Duration.ofSeconds(60)).until(() -> readsAllIn(read(service, 3), lines));

            JsonNode topology = new JsonMapper()
                    .readTree(lines.get(lines.size() - 1))
                    .get("topologies")
                    .get(0);
            assertThat(topology.at("/view/name").asString()).isEqualTo("copy");
            assertThat(topology.at("/view/plan/edges").size()).isEqualTo(2);
            assertThat(topology.at("/flow/stages/0/busy").isNumber()).isTrue();
            assertThat(topology.at("/diagnosis/headline").asString()).isNotEmpty();
            assertThat(lines).noneMatch(line -> line.contains(SECRET)).noneMatch(line -> line.contains("password"));
        }
    }

    private static boolean readsAllIn(List<String> snapshots, List<String> all) {
        all.addAll(snapshots);
        return snapshots.stream()
                .map(snapshot -> new JsonMapper().readTree(snapshot))
                .anyMatch(snapshot ->
                        snapshot.at("/topologies/0/view/input/recordsRead").asLong() == 100);
    }

    /** Reads so many snapshots of the stream, and leaves it. */
    private static List<String> read(ConfigurableApplicationContext service, int snapshots)
            throws IOException, InterruptedException {
        int port = Objects.requireNonNull(((WebServerApplicationContext) service).getWebServer())
                .getPort();
        HttpRequest stream = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/millrace/stream".formatted(port)))
                .build();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                HttpClient.newHttpClient()
                        .send(stream, BodyHandlers.ofInputStream())
                        .body(),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> line.startsWith("data:"))
                    .map(line -> line.substring("data:".length()))
                    .limit(snapshots)
                    .toList();
        }
    }

    private static ConfigurableApplicationContext start(DevBroker broker) {
        return new SpringApplicationBuilder(Copy.class)
                .run(
                        "--spring.application.name=shop",
                        "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "--spring.kafka.properties.sasl.jaas.config=password-" + SECRET,
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.main.banner-mode=off",
                        "--millrace.console.enabled=true",
                        "--millrace.topologies.copy.trigger=real-time 1s");
    }

    @SuppressWarnings("unchecked")
    private static void send(ConfigurableApplicationContext service, int records) {
        KafkaTemplate<String, String> template = service.getBean(KafkaTemplate.class);
        for (int number = 0; number < records; number++) {
            template.send("in", "key-" + SECRET, "value-" + SECRET + number).join();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        KafkaAutoConfiguration.class,
        MillraceAutoConfiguration.class,
        ConsoleAutoConfiguration.class,
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class Copy {

        @Bean
        Topology copy() {
            TopologyBuilder builder = TopologyBuilder.named("copy");
            builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                    .to("out", Produced.with(Serdes.String(), Serdes.String()));
            return builder.build();
        }

        @Bean
        KafkaAdmin.NewTopics topics() {
            return new KafkaAdmin.NewTopics(
                    TopicBuilder.name("in").partitions(2).build(),
                    TopicBuilder.name("out").partitions(2).build());
        }
    }
}
