package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.millrace.MillraceEngine;
import io.millrace.errors.ErrorHandler;
import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.InvalidSettingsException;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.TimeSource;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.InOrder;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

@ExtendWith(OutputCaptureExtension.class)
class MillraceAutoConfigurationTest {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, MillraceAutoConfiguration.class));

    private final MillraceEngine engine = mock(MillraceEngine.class);
    private final ApplicationContextRunner withEngine = context.withBean(MillraceEngine.class, () -> engine);

    @Test
    void withoutTopologiesThereIsNoEngine() {
        context.run(started -> assertThat(started)
                .hasNotFailed()
                .doesNotHaveBean(MillraceEngine.class)
                .doesNotHaveBean(MillraceLifecycle.class)
                .doesNotHaveBean("millraceHealthContributor")
                .doesNotHaveBean("millraceReadinessHealthIndicator"));
    }

    @Test
    void withoutTopologiesTheLogSaysSoInOneLine(CapturedOutput output) {
        context.run(started -> assertThat(output.getAll())
                .containsOnlyOnce("Millrace runs nothing: the application context has no bean of type"
                        + " 'io.millrace.topology.Topology'."));
    }

    @Test
    void withoutSpringKafkaNothingIsConfigured() {
        context.withClassLoader(new FilteredClassLoader(ConsumerFactory.class))
                .run(started -> assertThat(started).hasNotFailed().doesNotHaveBean(KafkaClientSupplier.class));
    }

    @Test
    void withoutSpringBootsKafkaSupportThereAreNoClients() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MillraceAutoConfiguration.class))
                .run(started -> assertThat(started).hasNotFailed().doesNotHaveBean(KafkaClientSupplier.class));
    }

    @Test
    void everyTopologyRunsInOneEngineWithItsSettings() {
        context.withBean("first", Topology.class, () -> TestTopologies.copy("first", "in", "out"))
                .withBean("second", Topology.class, () -> TestTopologies.copy("second", "in", "out"))
                .withPropertyValues(
                        "spring.application.name=shop",
                        "millrace.auto-startup=false",
                        "millrace.trigger=processing-time 500ms",
                        "millrace.topologies.second.trigger=real-time 10s")
                .run(started -> {
                    MillraceEngine running = started.getBean(MillraceEngine.class);

                    assertThat(running.topologies()).hasSize(2);
                    assertThat(running.topology("first").settings().trigger())
                            .isEqualTo(Trigger.processingTime(Duration.ofMillis(500)));
                    assertThat(running.topology("second").settings().trigger())
                            .isEqualTo(Trigger.realTime(Duration.ofSeconds(10)));
                });
    }

    @Test
    void aServiceThatReplaysDeadLettersStartsNoTopology() {
        context.withBean(Topology.class, () -> TestTopologies.copy("copy", "in", "out"))
                .withPropertyValues("spring.application.name=shop", "millrace.replay-dead-letters.topology=copy")
                .run(started -> {
                    assertThat(started.getBean(MillraceLifecycle.class).isRunning())
                            .isFalse();
                    assertThat(started.getBean(MillraceEngine.class)
                                    .topology("copy")
                                    .state())
                            .isEqualTo(TopologyState.CREATED);
                });
    }

    @Test
    void anErrorHandlerDecidesForTheTopologyItIsNamedAfterAndAnotherForAllOthers() {
        context.withUserConfiguration(Handlers.class)
                .withPropertyValues(
                        "spring.application.name=shop",
                        "millrace.auto-startup=false",
                        "millrace.topologies.second-one.errors.processing=skip")
                .run(started -> {
                    MillraceEngine running = started.getBean(MillraceEngine.class);

                    assertThat(running.topology("first").settings().errors().handler())
                            .contains(Handlers.OF_ALL);
                    ErrorSettings second =
                            running.topology("second-one").settings().errors();
                    assertThat(second.handler()).contains(Handlers.OF_SECOND);
                    assertThat(second.policy("any", ErrorPhase.PROCESSING)).isEqualTo(ErrorPolicy.skip());
                });
    }

    @Test
    void aReplayOfATopologyThatIsNotThereIsRefused() {
        context.withBean(Topology.class, () -> TestTopologies.copy("copy", "in", "out"))
                .withPropertyValues("spring.application.name=shop", "millrace.replay-dead-letters.topology=kopy")
                .run(started -> assertThat(started)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidSettingsException.class)
                        .hasMessageContaining("'millrace.replay-dead-letters.topology' is 'kopy'")
                        .hasMessageContaining("'copy'"));
    }

    @Test
    void twoErrorHandlersForAllAreRefused() {
        context.withBean(Topology.class, () -> TestTopologies.copy("copy", "in", "out"))
                .withBean("one", ErrorHandler.class, () -> Handlers.OF_ALL)
                .withBean("another", ErrorHandler.class, () -> Handlers.OF_SECOND)
                .withPropertyValues("spring.application.name=shop", "millrace.auto-startup=false")
                .run(started -> assertThat(started)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("Beans 'another', 'one' are error handlers for all topologies"));
    }

    /** Two topologies, a handler of one of them, and one for all. */
    @Configuration(proxyBeanMethods = false)
    static class Handlers {
        static final ErrorHandler OF_ALL = error -> ErrorPolicy.skip();
        static final ErrorHandler OF_SECOND = error -> ErrorPolicy.deadLetter();

        @Bean
        Topology first() {
            return TestTopologies.copy("first", "in", "out");
        }

        @Bean
        Topology second() {
            return TestTopologies.copy("second-one", "in", "out");
        }

        @Bean
        ErrorHandler general() {
            return OF_ALL;
        }

        @Bean
        @Qualifier("second-one")
        ErrorHandler special() {
            return OF_SECOND;
        }
    }

    @Test
    void timeOfTheServiceIsTheEngines() {
        TimeSource time = mock(TimeSource.class);

        context.withBean(Topology.class, () -> TestTopologies.copy("copy", "in", "out"))
                .withBean(TimeSource.class, () -> time)
                .withPropertyValues("spring.application.name=shop", "millrace.auto-startup=false")
                .run(started -> assertThat(started.getBean(MillraceEngine.class))
                        .extracting("engine.topologies")
                        .extracting("copy.environment.time")
                        .isSameAs(time));
    }

    @Test
    void serviceWithoutANameIsToldWhichPropertyToSet() {
        context.withBean(Topology.class, () -> TestTopologies.copy("copy", "in", "out"))
                .run(started -> assertThat(started)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("Set 'spring.application.name', or 'millrace.application-id'"));
    }

    @Test
    void engineOfTheServiceIsStartedAndClosed() {
        withEngine.run(started -> verify(engine).start());

        InOrder calls = inOrder(engine);
        calls.verify(engine).drain();
        calls.verify(engine).close();
    }

    @Test
    void engineIsNotStartedWhereThatIsLeftToTheService() {
        withEngine.withPropertyValues("millrace.auto-startup=false").run(started -> verify(engine, never())
                .start());

        verify(engine, never()).drain();
        verify(engine).close();
    }

    @Test
    void topologiesStartAfterAndStopBeforeEverythingElse() {
        List<String> calls = new ArrayList<>();
        doAnswer(call -> calls.add("engine starts")).when(engine).start();
        doAnswer(call -> calls.add("engine drains")).when(engine).drain();

        withEngine
                .withBean("other", SmartLifecycle.class, () -> new RecordingLifecycle(calls))
                .run(started -> {});

        assertThat(calls).containsExactly("other starts", "engine starts", "engine drains", "other stops");
    }

    @Test
    void pausedContextStartsItsTopologiesAgain() {
        withEngine.run(started -> {
            started.getSourceApplicationContext().stop();
            started.getSourceApplicationContext().start();

            InOrder calls = inOrder(engine);
            calls.verify(engine).start();
            calls.verify(engine).drain();
            calls.verify(engine).start();
        });
    }

    @Test
    void clientSupplierOfTheServiceReplacesSprings() {
        context.withBean(KafkaClientSupplier.class, () -> mock(KafkaClientSupplier.class))
                .run(started -> assertThat(started)
                        .hasSingleBean(KafkaClientSupplier.class)
                        .doesNotHaveBean(SpringKafkaClientSupplier.class));
    }

    @Test
    void healthHasAnEntryPerTopology() {
        when(engine.topologies())
                .thenReturn(List.of(new FakeTopologyHandle("fraud"), new FakeTopologyHandle("enrichment")));

        withEngine.run(started -> assertThat(
                        started.getBean("millraceHealthContributor", CompositeHealthContributor.class).stream())
                .extracting(entry -> entry.name())
                .containsExactlyInAnyOrder("fraud", "enrichment"));
    }

    @Test
    void healthCanBeSwitchedOff() {
        withEngine
                .withPropertyValues("management.health.defaults.enabled=false")
                .run(started -> assertThat(started)
                        .doesNotHaveBean("millraceHealthContributor")
                        .doesNotHaveBean("millraceReadinessHealthIndicator"));
    }

    @Test
    void readinessGroupFollowsTheTopologies() {
        FakeTopologyHandle topology = new FakeTopologyHandle("fraud");
        when(engine.topologies()).thenReturn(List.of(topology));

        withEngine
                .withConfiguration(AutoConfigurations.of(
                        ApplicationAvailabilityAutoConfiguration.class,
                        EndpointAutoConfiguration.class,
                        HealthContributorAutoConfiguration.class,
                        HealthContributorRegistryAutoConfiguration.class,
                        HealthEndpointAutoConfiguration.class,
                        AvailabilityHealthContributorAutoConfiguration.class,
                        AvailabilityProbesAutoConfiguration.class))
                .withPropertyValues(
                        "management.endpoint.health.probes.enabled=true",
                        "management.endpoint.health.group.readiness.include=readinessState,millraceReadiness")
                .run(started -> {
                    HealthEndpoint health = started.getBean(HealthEndpoint.class);
                    AvailabilityChangeEvent.publish(started, ReadinessState.ACCEPTING_TRAFFIC);
                    assertThat(health.healthForPath("readiness"))
                            .extracting("status")
                            .isEqualTo(Status.UP);

                    topology.state = TopologyState.FAILED;
                    assertThat(health.healthForPath("readiness"))
                            .extracting("status")
                            .isEqualTo(Status.OUT_OF_SERVICE);
                    assertThat(health.healthForPath("millrace", "fraud"))
                            .extracting("status")
                            .isEqualTo(Status.DOWN);
                });
    }

    private record RecordingLifecycle(List<String> calls) implements SmartLifecycle {

        @Override
        public void start() {
            calls.add("other starts");
        }

        @Override
        public void stop() {
            calls.add("other stops");
        }

        @Override
        public boolean isRunning() {
            return calls.contains("other starts");
        }

        @Override
        public int getPhase() {
            return SmartLifecycle.DEFAULT_PHASE - 1;
        }
    }
}
