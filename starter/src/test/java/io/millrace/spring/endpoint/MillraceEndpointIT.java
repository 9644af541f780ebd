package io.millrace.spring.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.MillraceEngine;
import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.DevBrokerSettings;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyState;
import io.millrace.spring.endpoint.SecuredService.Client;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.KafkaTemplate;

/** The endpoint of a service at work. */
class MillraceEndpointIT {

    @Test
    void anOperatorSteersATopologyAtWorkAndNothingOfARecordIsShown() {
        try (DevBroker broker =
                        DevBroker.start(DevBrokerSettings.defaults().withPort(0).withControllerPort(0));
                ConfigurableApplicationContext service = start(broker)) {
            TopologyHandle topology = service.getBean(MillraceEngine.class).topology("cards");
            WebServerApplicationContext web = (WebServerApplicationContext) service;
            Client operator =
                    new Client(Objects.requireNonNull(web.getWebServer()).getPort(), "operator");
            send(service, 5);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> topology.metrics().input().records() == 5);

            assertThat(operator.post("/cards/checkpoint", "{}").body()).contains("with 5 records read and 5 outputs");
            assertThat(operator.post("/cards/pause", "{}").statusCode()).isEqualTo(200);
            send(service, 3);
            assertThat(operator.post("/cards/restart", "{}").body())
                    .contains("\"state\":\"RUNNING\"", "\"paused\":true");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(operator.get("/cards").body()).contains("\"recordsBehind\":3"));
            assertThat(operator.post("/cards/resume", "{}").statusCode()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(operator.get("/cards").body())
                            .contains("\"recordsBehind\":0", "\"caughtUp\":true", "\"recordsRead\":8"));

            assertThat(topology.state()).isEqualTo(TopologyState.RUNNING);
            for (String path : List.of("", "/cards", "/cards/plan", "/cards/progress", "/cards/stores")) {
                assertThat(operator.get(path).body()).as(path).doesNotContain("SECRETKEY", "SECRETVALUE");
            }
        }
    }

    private static ConfigurableApplicationContext start(DevBroker broker) {
        return new SpringApplicationBuilder(SecuredService.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "server.port=0",
                        "test.create-topics=true",
                        "spring.application.name=app",
                        "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "management.endpoints.web.exposure.include=millrace",
                        "millrace.endpoint.actions.enabled=true",
                        "millrace.trigger=real-time 1h")
                .run();
    }

    @SuppressWarnings("unchecked")
    private static void send(ConfigurableApplicationContext service, int count) {
        KafkaTemplate<String, String> template = service.getBean(KafkaTemplate.class);
        for (int number = 0; number < count; number++) {
            template.send("in", "SECRETKEY-" + number, "SECRETVALUE-" + number).join();
        }
    }
}
