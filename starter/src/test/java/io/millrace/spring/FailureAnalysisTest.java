package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import io.millrace.MillraceEngine;
import io.millrace.errors.BrokerUnavailableException;
import io.millrace.errors.InputLostException;
import io.millrace.errors.MissingTopicException;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

/** What a developer reads when the service does not start. */
class FailureAnalysisTest {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, MillraceAutoConfiguration.class))
            .withPropertyValues("spring.application.name=shop");

    @Test
    void unreachableBrokersAreNamedWithWhatToCheck() {
        FailureAnalysis analysis = analyse(
                startThrows(new BrokerUnavailableException("fraud", Duration.ofSeconds(1), new TimeoutException()))
                        .withPropertyValues("spring.kafka.bootstrap-servers=broker-1:9092,broker-2:9092"));

        assertThat(analysis.getDescription())
                .startsWith("No Kafka broker answered at 'broker-1:9092,broker-2:9092'."
                        + " Topology 'fraud' got no answer from Kafka within 1000 ms.");
        assertThat(analysis.getAction())
                .startsWith(
                        "Start a broker at 'broker-1:9092,broker-2:9092', or set 'spring.kafka.bootstrap-servers' to"
                                + " where yours listen. If they demand SSL or SASL, check 'spring.kafka.security.*' and"
                                + " 'spring.kafka.ssl.*'; if they are only slow, raise 'millrace.start-timeout'.");
    }

    @Test
    void developmentBrokerThatIsOffIsPointedAt() {
        FailureAnalysis analysis = analyse(
                startThrows(new BrokerUnavailableException("fraud", Duration.ofSeconds(1), new TimeoutException())));

        assertThat(analysis.getAction())
                .endsWith("For development without a broker of your own, set 'millrace.dev-broker.enabled=true'.");
    }

    @Test
    void developmentBrokerThatIsOnIsNotPointedAt() {
        FailureAnalysis analysis = analyse(
                startThrows(new BrokerUnavailableException("fraud", Duration.ofSeconds(1), new TimeoutException()))
                        .withPropertyValues("millrace.dev-broker.enabled=true"));

        assertThat(analysis.getAction()).doesNotContain("millrace.dev-broker");
    }

    @Test
    void missingTopicsAreListedWithWaysToCreateThem() {
        FailureAnalysis analysis =
                analyse(startThrows(new MissingTopicException("fraud", List.of("payments", "alerts"))));

        assertThat(analysis.getDescription())
                .isEqualTo("Topology 'fraud' uses topics that the cluster does not have: 'alerts', 'payments'."
                        + " Create them, or correct the names.");
        assertThat(analysis.getAction()).isEqualTo("""
                        Check the names in the topology. If they are right, create the topics with as many partitions as you need:

                            kafka-topics.sh --bootstrap-server <server> --create --topic alerts --partitions 4
                            kafka-topics.sh --bootstrap-server <server> --create --topic payments --partitions 4

                        or let the service create them, with a bean for each:

                            @Bean NewTopic ...() { return TopicBuilder.name("alerts").partitions(4).build(); }
                            @Bean NewTopic ...() { return TopicBuilder.name("payments").partitions(4).build(); }""");
    }

    @Test
    void settingsOfWhatDoesNotExistAreExplained() {
        FailureAnalysis analysis = analyse(withTopology("fraud")
                .withPropertyValues(
                        "millrace.topologies.frod.trigger=real-time",
                        "millrace.topologies.fraud.stages.scor.parallelism=4"));

        assertThat(analysis.getDescription())
                .startsWith("Millrace's settings can't be used:\n")
                .contains("\n- There is no topology 'frod'. ", "'fraud'", "'scor'");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Correct each setting named above. The keys under 'millrace.topologies' are the names given to"
                                + " TopologyBuilder.named(..), those under 'stages' the names of the topology's stages.");
    }

    @Test
    void tooFewSlotsAreExplainedWithTheNumberNeeded() {
        FailureAnalysis analysis = analyse(withTopology("fraud").withPropertyValues("millrace.task-slots=0"));

        assertThat(analysis.getDescription())
                .isEqualTo(
                        "Topology 'fraud' needs 2 slots (source 1 + read 1), 0 are configured. Lower a stage's parallelism or"
                                + " raise 'millrace.task-slots'.");
        assertThat(analysis.getAction())
                .startsWith("Lower 'millrace.topologies.<topology>.stages.<stage>.parallelism' of a stage, or set"
                        + " 'millrace.task-slots' to ");
    }

    @Test
    void lostInputIsExplained() {
        FailureAnalysis analysis = analyse(startThrows(new InputLostException("fraud", "offset 7 is gone")));

        assertThat(analysis.getDescription()).startsWith("Topology 'fraud' can't continue where it stopped");
        assertThat(analysis.getAction()).startsWith("Decide whether the lost records matter");
    }

    @Test
    void topologyThatCanNotBeBuiltIsExplained() {
        FailureAnalysis analysis = analyse(context.withBean(
                Topology.class, () -> TopologyBuilder.named("fraud").build()));

        assertThat(analysis.getDescription()).startsWith("Topology 'fraud' can't be built:\n- ");
        assertThat(analysis.getAction())
                .isEqualTo("Correct each point named above in the bean method that builds the topology.");
    }

    @Test
    void serviceWithoutANameIsExplained() {
        FailureAnalysis analysis = analyse(withTopology("fraud").withPropertyValues("spring.application.name="));

        assertThat(analysis.getDescription())
                .contains("Set 'spring.application.name', or 'millrace.application-id' for another one.");
    }

    @Test
    void badTriggerOfAllTopologiesIsExplainedWithExamples() {
        FailureAnalysis analysis = analyse(context.withPropertyValues("millrace.trigger=real-tme 10s"));

        assertThat(analysis.getDescription())
                .isEqualTo("The property 'millrace.trigger' is 'real-tme 10s' (from \"millrace.trigger\" from property"
                        + " source \"test\"). 'real-tme 10s' is no trigger. Write 'real-time', 'real-time 10s',"
                        + " 'processing-time 500ms', 'available-now' or 'once' (units: ms, s, m, h).");
        assertThat(analysis.getAction()).isEqualTo("""
                        Write one of
                            real-time              records flow at once, progress becomes durable every 5 minutes
                            real-time 10s          the same every 10 seconds
                            processing-time 500ms  records are read in batches, one every 500 milliseconds
                            available-now          what is there is processed in several epochs, then the topology ends
                            once                   the same in one epoch""");
    }

    @Test
    void badTriggerOfOneTopologyIsExplainedWithItsProperty() {
        FailureAnalysis analysis =
                analyse(context.withPropertyValues("millrace.topologies.fraud-detection.trigger=real-time 1ms"));

        assertThat(analysis.getDescription())
                .startsWith("The property 'millrace.topologies.fraud-detection.trigger' is 'real-time 1ms' (from ")
                .endsWith("A trigger's interval is at least 100ms, this one has 1ms.");
    }

    @Test
    void badDeliveryIsExplainedWithWhatThereIs() {
        FailureAnalysis analysis = analyse(context.withPropertyValues("millrace.delivery=exactly-twice"));

        assertThat(analysis.getDescription())
                .startsWith("The property 'millrace.delivery' is 'exactly-twice' (from ")
                .endsWith(", which is none of its choices.");
        assertThat(analysis.getAction()).isEqualTo("""
                        Write one of
                            at-least-once  outputs leave at once; after a failure, those since the last checkpoint come again
                            exactly-once   outputs leave with the checkpoint, and readers of committed records see each one once""");
    }

    @Test
    void badShuffleOfOneTopologyIsExplainedWithItsProperty() {
        FailureAnalysis analysis =
                analyse(context.withPropertyValues("millrace.topologies.fraud-detection.shuffle=memory"));

        assertThat(analysis.getDescription())
                .startsWith("The property 'millrace.topologies.fraud-detection.shuffle' is 'memory' (from ");
        assertThat(analysis.getAction()).contains("    durable  ").contains("    local    ");
    }

    @Test
    void otherBadPropertyIsLeftToSpringBoot() {
        FailureAnalysis analysis = analyse(context.withPropertyValues("millrace.task-slots=many"));

        assertThat(analysis.getDescription()).startsWith("Failed to bind properties under 'millrace.task-slots'");
    }

    @Test
    void anErrorPolicyThatIsNoneIsExplainedWithAllChoices() {
        FailureAnalysis analysis =
                analyse(withTopology("fraud").withPropertyValues("millrace.topologies.fraud.on-error=deadletters"));

        assertThat(analysis.getDescription())
                .startsWith("The property 'millrace.topologies.fraud.on-error' is 'deadletters'");
        assertThat(analysis.getAction()).contains("dead-letter  the record goes to the dead-letter topic");
    }

    @Test
    void anErrorPolicyForAnUnknownStageNamesTheNearest() {
        FailureAnalysis analysis = analyse(
                withTopology("fraud").withPropertyValues("millrace.topologies.fraud.stages.reed.errors.on-error=skip"));

        assertThat(analysis.getDescription())
                .contains("error policy for stage 'reed'")
                .contains("Did you mean 'read'?");
    }

    private ApplicationContextRunner withTopology(String name) {
        return context.withBean(Topology.class, () -> TestTopologies.copy(name, "in", "out"));
    }

    private ApplicationContextRunner startThrows(RuntimeException failure) {
        MillraceEngine engine = mock(MillraceEngine.class);
        doThrow(failure).when(engine).start();
        return context.withBean(MillraceEngine.class, () -> engine);
    }

    private static FailureAnalysis analyse(ApplicationContextRunner runner) {
        AtomicReference<ConfigurableApplicationContext> failed = new AtomicReference<>();
        AtomicReference<FailureAnalysis> analysis = new AtomicReference<>();
        runner.withInitializer(failed::set)
                .run(started -> analysis.set(Analyses.of(
                        Objects.requireNonNull(started.getStartupFailure(), "the context started"),
                        Objects.requireNonNull(failed.get()))));
        return Objects.requireNonNull(analysis.get());
    }
}
