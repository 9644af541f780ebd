package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.DevBrokerSettings;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.KafkaTemplate;

/** Calls to a server and a database by the clients that services have. */
class AsyncClientsIT {

    private final String topics = "async-" + UUID.randomUUID();

    @Test
    void aSlowAnswerHoldsUpNoOtherKeyWhateverTheClient() throws IOException {
        try (DevBroker broker = DevBroker.start(DevBrokerSettings.defaults()
                        .withPort(0)
                        .withControllerPort(0)
                        .withAutoCreateTopics(false));
                ScoringServer scores = new ScoringServer();
                ConfigurableApplicationContext service = start(broker, scores);
                OutputTopic byRestClient = new OutputTopic(broker.bootstrapServers(), topics + "-rest-client");
                OutputTopic byWebClient = new OutputTopic(broker.bootstrapServers(), topics + "-web-client");
                OutputTopic byR2dbc = new OutputTopic(broker.bootstrapServers(), topics + "-r2dbc")) {
            List.of("slow-1", "slow-2", "fast-1", "fast-2").forEach(payment -> send(service, payment));

            List<String> fast = List.of("score of fast-1", "score of fast-2");
            assertThat(byRestClient.awaitValues(2)).isEqualTo(fast);
            assertThat(byWebClient.awaitValues(2)).isEqualTo(fast);
            scores.answerSlowOnes();

            List<String> slow = List.of("score of slow-1", "score of slow-2");
            assertThat(byRestClient.awaitValues(4)).endsWith(slow.toArray(String[]::new));
            assertThat(byWebClient.awaitValues(4)).endsWith(slow.toArray(String[]::new));
            assertThat(byR2dbc.awaitValues(4)).containsSubsequence(slow).containsSubsequence(fast);
        }
    }

    /** A payment's card is what its name begins with. */
    @SuppressWarnings("unchecked")
    private void send(ConfigurableApplicationContext service, String payment) {
        KafkaTemplate<String, String> template = service.getBean(KafkaTemplate.class);
        template.send(topics + "-in", payment.substring(0, payment.indexOf('-')), payment)
                .join();
    }

    private ConfigurableApplicationContext start(DevBroker broker, ScoringServer scores) {
        return new SpringApplicationBuilder(AsyncService.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.config.location=classpath:/async-it.yml",
                        "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "test.scores=" + scores.url(),
                        "test.topics=" + topics)
                .run();
    }
}
