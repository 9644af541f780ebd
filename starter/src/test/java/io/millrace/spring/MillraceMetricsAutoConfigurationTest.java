package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.MillraceEngine;
import io.millrace.topology.Topology;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MillraceMetricsAutoConfigurationTest {

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaAutoConfiguration.class,
                    MillraceAutoConfiguration.class,
                    MillraceMetricsAutoConfiguration.class))
            .withPropertyValues("spring.application.name=cards", "millrace.auto-startup=false")
            .withBean(Topology.class, () -> TestTopologies.copy("copy", "in", "out"));
    private final ApplicationContextRunner withRegistry = service.withConfiguration(AutoConfigurations.of(
            MetricsAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class,
            SimpleMetricsExportAutoConfiguration.class));

    @Test
    void whatTopologiesMeasureIsInTheServicesRegistry() {
        withRegistry.run(started -> {
            MeterRegistry registry = started.getBean(MeterRegistry.class);

            assertThat(registry.get("millrace.topology.state")
                            .tags("topology", "copy", "state", "created")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(registry.find("millrace.stage.time").functionCounters()).hasSize(3);
        });
    }

    @Test
    void whereItIsSwitchedOffNothingIsMeasured() {
        withRegistry.withPropertyValues("millrace.metrics.enabled=off").run(started -> {
            assertThat(started).hasNotFailed().doesNotHaveBean(MillraceMeters.class);
            assertThat(started.getBean(MillraceEngine.class)
                            .topology("copy")
                            .metrics()
                            .stages())
                    .isEmpty();
        });
    }

    @Test
    void withoutARegistryTheEngineStillMeasures() {
        service.run(started -> {
            assertThat(started).hasNotFailed().doesNotHaveBean(MillraceMeters.class);
            assertThat(started.getBean(MillraceEngine.class)
                            .topology("copy")
                            .metrics()
                            .stages())
                    .hasSize(1);
        });
    }

    @Test
    void withoutMicrometerTheServiceStarts() {
        service.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(started -> assertThat(started).hasNotFailed().hasSingleBean(MillraceEngine.class));
    }
}
