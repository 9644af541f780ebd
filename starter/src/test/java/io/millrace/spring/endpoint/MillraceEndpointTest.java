package io.millrace.spring.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.MillraceEngine;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.Trigger;
import io.millrace.spring.endpoint.SecuredService.Client;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The endpoint of a service whose topology is not started, so that no Kafka is needed. */
class MillraceEndpointTest {

    private static final String EXPOSED = "management.endpoints.web.exposure.include=millrace";
    private static final String WITH_ACTIONS = "millrace.endpoint.actions.enabled=true";

    private @Nullable ConfigurableApplicationContext service;

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
    }

    @Test
    void itIsNotThereUnlessItIsExposed() {
        start();

        assertThat(as("operator").get("").statusCode()).isEqualTo(404);
    }

    @Test
    void itIsNotThereWhereItsAccessIsNone() {
        start(EXPOSED, "management.endpoint.millrace.access=none");

        assertThat(as("operator").get("").statusCode()).isEqualTo(404);
    }

    @Test
    void nobodyUnknownSeesAnything() {
        start(EXPOSED, WITH_ACTIONS);

        assertThat(as("").get("").statusCode()).isEqualTo(401);
        assertThat(as("").post("/cards/pause", "{}").statusCode()).isEqualTo(401);
    }

    @Test
    void aUserSeesAllAndChangesNothing() {
        start(EXPOSED, WITH_ACTIONS);

        assertThat(as("user").get("").body())
                .contains("\"name\":\"cards\"", "\"state\":\"CREATED\"", "\"paused\":false");
        assertThat(as("user").get("/cards").body())
                .contains("\"plan\":", "\"stages\":", "\"trigger\":\"real-time 5m\"", "\"events\":[]");
        assertThat(as("user").get("/cards/plan").body())
                .contains("\"explain\":\"Topology 'cards': trigger real-time 5m");
        assertThat(as("user").get("/cards/progress").body()).contains("\"checkpoint\":", "\"epochs\":[]");
        assertThat(as("user").get("/cards/stores").body()).isEqualTo("{\"stores\":[],\"restores\":[]}");
        assertThat(as("user").post("/cards/pause", "{}").statusCode()).isEqualTo(403);
        assertThat(topology().isPaused()).isFalse();
    }

    @Test
    void anOperatorPausesResumesAndSwitches() {
        start(EXPOSED, WITH_ACTIONS);

        HttpResponse<String> paused = as("operator").post("/cards/pause", "{}");
        assertThat(paused.statusCode()).isEqualTo(200);
        assertThat(paused.body()).contains("\"paused\":true", "reads nothing new");
        assertThat(topology().isPaused()).isTrue();

        assertThat(as("operator").post("/cards/resume", "{}").body()).contains("\"paused\":false");
        assertThat(topology().isPaused()).isFalse();

        assertThat(as("operator")
                        .post("/cards/switch-trigger", "{\"trigger\": \"real-time 10s\"}")
                        .body())
                .contains("Its trigger is real-time 10s");
        assertThat(topology().settings().trigger()).isEqualTo(Trigger.realTime(Duration.ofSeconds(10)));
    }

    @Test
    void actionsAreRefusedUnlessTheyAreEnabled() {
        start(EXPOSED);

        HttpResponse<String> answer = as("operator").post("/cards/pause", "{}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("set 'millrace.endpoint.actions.enabled=true'");
        assertThat(topology().isPaused()).isFalse();
    }

    @Test
    void withReadOnlyAccessThereAreNoActions() {
        start(EXPOSED, WITH_ACTIONS, "management.endpoint.millrace.access=read-only");

        assertThat(as("operator").get("/cards").statusCode()).isEqualTo(200);
        assertThat(as("operator").post("/cards/pause", "{}").statusCode()).isIn(404, 405);
        assertThat(topology().isPaused()).isFalse();
    }

    @Test
    void whatIsMisspeltIsToldWithTheNearestName() {
        start(EXPOSED, WITH_ACTIONS);

        assertRefused(as("user").get("/card"), 404, "no topology 'card'. Did you mean 'cards'?");
        assertRefused(as("operator").post("/card/pause", "{}"), 404, "no topology 'card'. Did you mean 'cards'?");
        assertRefused(as("user").get("/cards/plans"), 404, "no part 'plans'. Did you mean 'plan'?");
        assertRefused(as("operator").post("/cards/puase", "{}"), 400, "no action 'puase'. Did you mean 'pause'?");
        assertRefused(as("operator").post("/cards/switch-trigger", "{}"), 400, "needs a 'trigger'");
        assertRefused(as("operator").post("/cards/switch-trigger", "{\"trigger\": \"soon\"}"), 400, "soon");
        assertRefused(
                as("operator").post("/cards/replay-dead-letters", "{\"phase\": \"procesing\"}"),
                400,
                "Did you mean 'processing'?");
        assertRefused(
                as("operator").post("/cards/replay-dead-letters", "{\"since\": \"yesterday\"}"),
                400,
                "'since' is 'yesterday'");
    }

    @Test
    void whatCanNotBeDoneNowIsAConflict() {
        start(EXPOSED, WITH_ACTIONS);

        assertRefused(as("operator").post("/cards/checkpoint", "{}"), 409, "it is CREATED and has no run");
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String message) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(message);
    }

    private TopologyHandle topology() {
        return started().getBean(MillraceEngine.class).topology("cards");
    }

    private ConfigurableApplicationContext started() {
        return Objects.requireNonNull(service);
    }

    private Client as(String user) {
        WebServerApplicationContext web = (WebServerApplicationContext) started();
        return new Client(Objects.requireNonNull(web.getWebServer()).getPort(), user);
    }

    private void start(String... properties) {
        service = new SpringApplicationBuilder(SecuredService.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "server.port=0",
                        "spring.application.name=app",
                        "spring.kafka.bootstrap-servers=localhost:1",
                        "millrace.auto-startup=false")
                .properties(properties)
                .run();
    }
}
