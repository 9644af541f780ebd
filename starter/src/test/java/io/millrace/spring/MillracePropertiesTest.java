package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.InvalidSettingsException;
import io.millrace.errors.RetryPolicy;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.ThreadMode;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.StoreType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class MillracePropertiesTest {

    private static final TopologyNames NAMES = new TopologyNames(List.of(
            TestTopologies.copy("fraud-detection", "in", "out"), TestTopologies.copy("enrichment", "in", "out")));

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(Properties.class);

    @Test
    void defaultsAreTheEngines() {
        context.run(started -> {
            MillraceProperties properties = started.getBean(MillraceProperties.class);

            assertThat(properties.defaultSettings()).isEqualTo(TopologySettings.defaults());
            assertThat(properties.settings(NAMES)).isEmpty();
            assertThat(properties.applicationId()).isNull();
            assertThat(properties.autoStartup()).isTrue();
            assertThat(properties.taskSlots()).isEqualTo(64);
        });
    }

    @Test
    void globalSettingsAreThoseOfAllTopologies() {
        bind(
                properties -> assertThat(properties.defaultSettings())
                        .isEqualTo(new TopologySettings(
                                Trigger.processingTime(Duration.ofMillis(500)),
                                Delivery.EXACTLY_ONCE,
                                ShuffleMode.LOCAL,
                                ThreadMode.SHARED,
                                new RestartPolicy(2, Duration.ofMillis(100), Duration.ofSeconds(3)),
                                Map.of(),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(7),
                                StateSettings.defaults(),
                                ErrorSettings.defaults(),
                                QuerySettings.disabled())),
                "millrace.trigger=processing-time 500ms",
                "millrace.delivery=exactly-once",
                "millrace.shuffle=local",
                "millrace.threads=shared",
                "millrace.restart.max-attempts=2",
                "millrace.restart.initial-backoff=100ms",
                "millrace.restart.max-backoff=3s",
                "millrace.drain-timeout=5s",
                "millrace.start-timeout=7s");
    }

    @Test
    void topologysSettingsGoBeforeTheGlobalOnes() {
        bind(
                properties -> assertThat(properties.settings(NAMES))
                        .isEqualTo(Map.of(
                                "fraud-detection",
                                new TopologySettings(
                                        Trigger.realTime(Duration.ofSeconds(10)),
                                        Delivery.AT_LEAST_ONCE,
                                        ShuffleMode.DURABLE,
                                        ThreadMode.DEDICATED,
                                        new RestartPolicy(9, Duration.ofSeconds(2), Duration.ofMinutes(9)),
                                        Map.of("score", 4),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(2),
                                        StateSettings.defaults(),
                                        ErrorSettings.defaults(),
                                        QuerySettings.disabled()))),
                "millrace.trigger=processing-time 500ms",
                "millrace.delivery=exactly-once",
                "millrace.topologies.fraud-detection.trigger=real-time 10s",
                "millrace.topologies.fraud-detection.delivery=at-least-once",
                "millrace.topologies.fraud-detection.threads=dedicated",
                "millrace.topologies.fraud-detection.restart.max-attempts=9",
                "millrace.topologies.fraud-detection.restart.initial-backoff=2s",
                "millrace.topologies.fraud-detection.restart.max-backoff=9m",
                "millrace.topologies.fraud-detection.drain-timeout=1s",
                "millrace.topologies.fraud-detection.start-timeout=2s",
                "millrace.topologies.fraud-detection.stages.score.parallelism=4");
    }

    @Test
    void stateIsKeptAsSetForAllOrForTheTopology() {
        StateSettings general = new StateSettings(
                StoreType.ROCKS_DB, Path.of("/var/lib/fraud"), 1024 * 1024, 1, 32L * 1024 * 1024, true);
        bind(
                properties -> {
                    assertThat(properties.defaultSettings().state()).isEqualTo(general);
                    assertThat(properties.settings(NAMES))
                            .extractingByKey("enrichment")
                            .extracting(TopologySettings::state)
                            .isEqualTo(general.withStoreType(StoreType.IN_MEMORY)
                                    .withDirectory(Path.of("elsewhere"))
                                    .withMaxChangedBytes(2048)
                                    .withStandby(0)
                                    .withRocksDbMemoryBytes(16L * 1024 * 1024)
                                    .withCheckMutations(false));
                },
                "millrace.state.store-type=rocks-db",
                "millrace.state.directory=/var/lib/fraud",
                "millrace.state.max-changed=1MB",
                "millrace.state.standby=1",
                "millrace.state.rocks-db-memory=32MB",
                "millrace.state.check-mutations=true",
                "millrace.topologies.enrichment.state.store-type=in-memory",
                "millrace.topologies.enrichment.state.directory=elsewhere",
                "millrace.topologies.enrichment.state.max-changed=2KB",
                "millrace.topologies.enrichment.state.standby=0",
                "millrace.topologies.enrichment.state.rocks-db-memory=16MB",
                "millrace.topologies.enrichment.state.check-mutations=false");
    }

    @Test
    void aWrongStateSettingIsNamed() {
        bind(
                properties -> assertThatThrownBy(properties::defaultSettings)
                        .hasMessageContaining("'millrace.state': standby is -1"),
                "millrace.state.standby=-1");
    }

    @Test
    void whatBecomesOfRecordsThatFailIsSetForAllATopologyAndAStage() {
        RetryPolicy general = new RetryPolicy(7, Duration.ofMillis(50), 3, Duration.ofSeconds(20), 0.1);
        bind(
                properties -> {
                    ErrorSettings all = properties.defaultSettings().errors();
                    assertThat(all.policy("any", ErrorPhase.PROCESSING))
                            .isEqualTo(ErrorPolicy.retry(general).then(ErrorPolicy.deadLetter()));
                    assertThat(all.policy("any", ErrorPhase.DESERIALIZATION)).isEqualTo(ErrorPolicy.skip());
                    assertThat(all.deadLetterTopic()).contains("graveyard");
                    assertThat(all.circuit()).isEqualTo(new ErrorSettings.Circuit(5, Duration.ofSeconds(10)));
                    assertThat(all.stuckAfter()).isEqualTo(Duration.ofSeconds(3));
                    assertThat(all.maxParked()).isEqualTo(12);

                    ErrorSettings fraud = Objects.requireNonNull(
                                    properties.settings(NAMES).get("fraud-detection"))
                            .errors();
                    assertThat(fraud.policy("any", ErrorPhase.DESERIALIZATION)).isEqualTo(ErrorPolicy.deadLetter());
                    assertThat(fraud.policy("any", ErrorPhase.PROCESSING)).isEqualTo(ErrorPolicy.deadLetter());
                    assertThat(fraud.policy("any", ErrorPhase.PRODUCTION)).isEqualTo(ErrorPolicy.fail());
                    assertThat(fraud.policy("score", ErrorPhase.PRODUCTION)).isEqualTo(ErrorPolicy.skip());
                    assertThat(fraud.policy("score", ErrorPhase.PROCESSING))
                            .isEqualTo(
                                    ErrorPolicy.retry(general.withMaxRetries(1)).then(ErrorPolicy.deadLetter()));
                    assertThat(fraud.deadLetterTopic()).contains("fraud-graveyard");
                    assertThat(fraud.circuit()).isEqualTo(new ErrorSettings.Circuit(9, Duration.ofSeconds(10)));
                    assertThat(fraud.maxParked()).isEqualTo(12);
                },
                "millrace.errors.on-error=retry",
                "millrace.errors.deserialization=skip",
                "millrace.errors.retry.max-retries=7",
                "millrace.errors.retry.initial-delay=50ms",
                "millrace.errors.retry.multiplier=3",
                "millrace.errors.retry.max-delay=20s",
                "millrace.errors.retry.jitter=0.1",
                "millrace.errors.retry.then=dead-letter",
                "millrace.errors.dead-letter.topic=graveyard",
                "millrace.errors.circuit.max-errors=5",
                "millrace.errors.circuit.window=10s",
                "millrace.errors.stuck-after=3s",
                "millrace.errors.max-parked=12",
                "millrace.topologies.fraud-detection.on-error=dead-letter",
                "millrace.topologies.fraud-detection.errors.production=fail",
                "millrace.topologies.fraud-detection.errors.dead-letter.topic=fraud-graveyard",
                "millrace.topologies.fraud-detection.errors.circuit.max-errors=9",
                "millrace.topologies.fraud-detection.stages.score.errors.on-error=skip",
                "millrace.topologies.fraud-detection.stages.score.errors.processing=retry",
                "millrace.topologies.fraud-detection.stages.score.errors.retry.max-retries=1");
    }

    @Test
    void withoutAWordOnErrorsTheTopologyFails() {
        bind(properties -> assertThat(properties.defaultSettings().errors()).isEqualTo(ErrorSettings.defaults()));
    }

    @Test
    void aWrongErrorSettingIsNamed() {
        bind(
                properties -> assertThatThrownBy(properties::defaultSettings)
                        .hasMessageContaining("'millrace.errors': maxErrors is 0"),
                "millrace.errors.circuit.max-errors=0");
        bind(
                properties -> assertThatThrownBy(() -> properties.settings(NAMES))
                        .hasMessageContaining("'millrace.topologies.enrichment.errors.retry': multiplier is 0.5"),
                "millrace.topologies.enrichment.errors.retry.multiplier=0.5");
        bind(
                properties -> assertThatThrownBy(properties::defaultSettings)
                        .hasMessageContaining("'millrace.errors.retry.then': a retry is followed by another one"),
                "millrace.errors.on-error=retry",
                "millrace.errors.retry.then=retry");
    }

    @Test
    void whatATopologyLeavesOutFallsBackOnTheGlobalSettings() {
        bind(
                properties -> {
                    TopologySettings settings = properties.settings(NAMES).get("enrichment");
                    assertThat(settings)
                            .isEqualTo(properties
                                    .defaultSettings()
                                    .withRestart(new RestartPolicy(0, Duration.ofSeconds(4), Duration.ofMinutes(1))));
                },
                "millrace.trigger=processing-time 500ms",
                "millrace.delivery=exactly-once",
                "millrace.shuffle=local",
                "millrace.threads=shared",
                "millrace.drain-timeout=5s",
                "millrace.start-timeout=7s",
                "millrace.restart.initial-backoff=4s",
                "millrace.topologies.enrichment.restart.max-attempts=0");
    }

    @Test
    void environmentVariableMeansTheTopologyWhoseDashItCanNotWrite() {
        withEnvironment("MILLRACE_TOPOLOGIES_FRAUDDETECTION_TRIGGER", "real-time 1s")
                .run(started -> assertThat(
                                started.getBean(MillraceProperties.class).settings(NAMES))
                        .isEqualTo(Map.of(
                                "fraud-detection",
                                TopologySettings.defaults().withTrigger(Trigger.realTime(Duration.ofSeconds(1))))));
    }

    @Test
    void environmentVariableGoesBeforeThePropertyOfTheSameTopology() {
        withEnvironment("MILLRACE_TOPOLOGIES_FRAUDDETECTION_TRIGGER", "real-time 1s")
                .withPropertyValues(
                        "millrace.topologies.fraud-detection.trigger=real-time 9s",
                        "millrace.topologies.fraud-detection.threads=shared")
                .run(started -> assertThat(
                                started.getBean(MillraceProperties.class).settings(NAMES))
                        .isEqualTo(Map.of(
                                "fraud-detection",
                                TopologySettings.defaults()
                                        .withTrigger(Trigger.realTime(Duration.ofSeconds(1)))
                                        .withThreads(ThreadMode.SHARED))));
    }

    @Test
    void unknownTopologyKeepsItsNameForTheEngineToRefuse() {
        bind(
                properties -> assertThat(properties.settings(NAMES)).containsOnlyKeys("frod-detection"),
                "millrace.topologies.frod-detection.trigger=real-time");
    }

    @Test
    void restartPolicyThatMakesNoSenseIsRefusedWithItsProperty() {
        bind(
                properties -> Assertions.assertThatThrownBy(() -> properties.settings(NAMES))
                        .isInstanceOf(InvalidSettingsException.class)
                        .hasMessageContaining("'millrace.topologies.enrichment.restart': Backoff from PT2M to PT1M"),
                "millrace.topologies.enrichment.restart.initial-backoff=2m");
    }

    private void bind(Consumer<MillraceProperties> assertions, String... properties) {
        context.withPropertyValues(properties).run(started -> {
            assertThat(started).hasNotFailed();
            assertions.accept(started.getBean(MillraceProperties.class));
        });
    }

    private ApplicationContextRunner withEnvironment(String name, String value) {
        return context.withInitializer(starting -> starting.getEnvironment()
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of(name, value))));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(MillraceProperties.class)
    @Import(TriggerConverter.class)
    static class Properties {}
}
