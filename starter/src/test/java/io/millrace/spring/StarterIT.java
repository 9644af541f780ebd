package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.millrace.MillraceEngine;
import io.millrace.devbroker.DevBroker;
import io.millrace.devbroker.DevBrokerSettings;
import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.MissingTopicException;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.KafkaTemplate;

@ExtendWith(OutputCaptureExtension.class)
class StarterIT {

    private static DevBroker broker;

    private final String input = "in-" + UUID.randomUUID();
    private final String output = "out-" + UUID.randomUUID();

    @BeforeAll
    static void startBroker() {
        broker = DevBroker.start(
                DevBrokerSettings.defaults().withPort(0).withControllerPort(0).withAutoCreateTopics(false));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void recordsFlowThroughTheTopologyBean() {
        try (ConfigurableApplicationContext service = start();
                OutputTopic results = new OutputTopic(broker.bootstrapServers(), output)) {
            TopologyHandle topology = service.getBean(MillraceEngine.class).topology("copy");
            assertThat(topology.state()).isEqualTo(TopologyState.RUNNING);
            assertThat(topology.settings().trigger()).isEqualTo(Trigger.realTime(Duration.ofMinutes(1)));
            assertThat(topology.settings().stageParallelism()).containsEntry("read", 2);

            send(service, 0, 100);

            assertThat(results.awaitValues(100)).containsExactlyInAnyOrderElementsOf(numbers(0, 100));
        }
    }

    @Test
    void nothingIsReadTwiceAfterACleanStop() {
        try (ConfigurableApplicationContext service = start();
                OutputTopic results = new OutputTopic(broker.bootstrapServers(), output)) {
            send(service, 0, 100);
            results.awaitValues(100);
        }

        try (ConfigurableApplicationContext service = start();
                OutputTopic results = new OutputTopic(broker.bootstrapServers(), output)) {
            send(service, 100, 110);

            results.awaitValues(110);
            service.stop();
            assertThat(results.values()).containsExactlyInAnyOrderElementsOf(numbers(0, 110));
        }
    }

    @Test
    void listenerBeansHearOfTheWholeLife() {
        CopyService.States states;
        try (ConfigurableApplicationContext service = start()) {
            states = service.getBean(CopyService.States.class);
        }

        assertThat(states.seen)
                .containsExactly(
                        TopologyState.STARTING,
                        TopologyState.RUNNING,
                        TopologyState.DRAINING,
                        TopologyState.STOPPED,
                        TopologyState.CLOSED);
    }

    @Test
    void stoppedContextCanBeStartedAgain() {
        try (ConfigurableApplicationContext service = start();
                OutputTopic results = new OutputTopic(broker.bootstrapServers(), output)) {
            send(service, 0, 10);
            results.awaitValues(10);

            service.stop();
            assertThat(service.getBean(MillraceEngine.class).topology("copy").state())
                    .isEqualTo(TopologyState.STOPPED);
            service.start();

            send(service, 10, 20);
            assertThat(results.awaitValues(20)).containsExactlyInAnyOrderElementsOf(numbers(0, 20));
        }
    }

    @Test
    void healthTellsWhatTheTopologyReads() {
        try (ConfigurableApplicationContext service = start()) {
            HealthIndicator topology =
                    (HealthIndicator) service.getBean("millraceHealthContributor", CompositeHealthContributor.class)
                            .getContributor("copy");

            await().untilAsserted(() -> assertThat(topology)
                    .extracting(HealthIndicator::health)
                    .satisfies(health -> {
                        assertThat(health.getStatus()).isEqualTo(Status.UP);
                        assertThat(health.getDetails()).containsEntry("assignedPartitions", 2);
                    }));
        }
    }

    @Test
    void developmentBrokerIsAllTheKafkaThatAServiceNeeds() {
        try (ConfigurableApplicationContext service = run(
                "millrace.dev-broker.enabled=true",
                "millrace.dev-broker.port=0",
                "millrace.dev-broker.controller-port=0")) {
            assertThat(service.getBean(MillraceEngine.class).topology("copy").state())
                    .isEqualTo(TopologyState.RUNNING);
        }
    }

    @Test
    void serviceWithoutABrokerFailsSoonAndSaysWhereItLooked(CapturedOutput log) throws IOException {
        String nowhere = "127.0.0.1:" + freePort();

        assertTimeout(Duration.ofSeconds(15), () -> assertThatThrownBy(() -> run(
                        "spring.kafka.bootstrap-servers=" + nowhere,
                        "millrace.start-timeout=1s",
                        "test.create-topics=false"))
                .hasRootCauseInstanceOf(TimeoutException.class)
                .hasStackTraceContaining(BrokerUnavailableException.class.getName()));
        assertThat(log).contains("APPLICATION FAILED TO START", "No Kafka broker answered at '" + nowhere + "'");
        assertThat(log).contains("set 'millrace.dev-broker.enabled=true'");
    }

    @Test
    void serviceWithoutItsTopicsFailsAndSaysWhich(CapturedOutput log) {
        assertThatThrownBy(() -> start("test.create-topics=false")).hasRootCauseInstanceOf(MissingTopicException.class);

        assertThat(log).contains("APPLICATION FAILED TO START", "'" + input + "', '" + output + "'");
        assertThat(log).contains("kafka-topics.sh --bootstrap-server <server> --create --topic " + input);
    }

    private ConfigurableApplicationContext start(String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("spring.kafka.bootstrap-servers=" + broker.bootstrapServers());
        return run(all.toArray(String[]::new));
    }

    private ConfigurableApplicationContext run(String... properties) {
        return new SpringApplicationBuilder(CopyService.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.config.location=classpath:/starter-it.yml",
                        "test.input=" + input,
                        "test.output=" + output)
                .properties(properties)
                .run();
    }

    @SuppressWarnings("unchecked")
    private void send(ConfigurableApplicationContext service, int from, int to) {
        KafkaTemplate<String, String> template = service.getBean(KafkaTemplate.class);
        numbers(from, to).forEach(number -> template.send(input, number, number).join());
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
