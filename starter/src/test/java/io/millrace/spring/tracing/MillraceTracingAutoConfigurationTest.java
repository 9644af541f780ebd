package io.millrace.spring.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.millrace.MillraceEngine;
import io.millrace.spring.MillraceAutoConfiguration;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.trace.RecordTracer;
import io.millrace.trace.TracePlace;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MillraceTracingAutoConfigurationTest {

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaAutoConfiguration.class,
                    MillraceAutoConfiguration.class,
                    MillraceTracingAutoConfiguration.class,
                    ObservationAutoConfiguration.class,
                    MicrometerTracingAutoConfiguration.class,
                    NoopTracerAutoConfiguration.class))
            .withPropertyValues("spring.application.name=cards", "millrace.auto-startup=false")
            .withBean(Topology.class, MillraceTracingAutoConfigurationTest::copy);
    private final ApplicationContextRunner withTracer = service.withConfiguration(AutoConfigurations.of(
            OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class));

    @Test
    void whereThereIsATracerRecordsAreTraced() {
        withTracer.run(started ->
                assertThat(started).hasNotFailed().getBean(RecordTracer.class).isInstanceOf(ObservedRecords.class));
    }

    @Test
    void whereItIsSwitchedOffTheyAreNot() {
        withTracer
                .withPropertyValues("millrace.tracing.enabled=off")
                .run(started -> assertThat(started).hasNotFailed().doesNotHaveBean(RecordTracer.class));
    }

    @Test
    void withoutATracerTheyAreNot() {
        service.run(started -> assertThat(started)
                .hasNotFailed()
                .hasSingleBean(MillraceEngine.class)
                .doesNotHaveBean(RecordTracer.class));
    }

    @Test
    void withoutMicrometersTracingTheServiceStarts() {
        service.withClassLoader(new FilteredClassLoader(Tracer.class))
                .run(started -> assertThat(started).hasNotFailed().hasSingleBean(MillraceEngine.class));
    }

    @Test
    void withoutObservationsTheServiceStarts() {
        service.withClassLoader(new FilteredClassLoader(ObservationRegistry.class))
                .run(started -> assertThat(started).hasNotFailed().hasSingleBean(MillraceEngine.class));
    }

    @Test
    void withoutMetersRecordsAreTraced() {
        withTracer
                .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(started -> assertThat(started).hasNotFailed().hasSingleBean(RecordTracer.class));
    }

    @Test
    void aTracerOfTheServicesOwnGoesBefore() {
        RecordTracer own = (place, topic, headers, now) -> {
            throw new IllegalStateException("never asked");
        };
        withTracer
                .withBean(RecordTracer.class, () -> own)
                .run(started -> assertThat(started).getBean(RecordTracer.class).isSameAs(own));
    }

    @Test
    void tracesMakeNoMeters() {
        withTracer
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class))
                .withPropertyValues("management.tracing.sampling.probability=1")
                .run(started -> {
                    started.getBean(RecordTracer.class)
                            .begin(new TracePlace("copy", "in"), "in", new RecordHeaders(), System.nanoTime())
                            .end();

                    assertThat(started.getBean(MeterRegistry.class).getMeters())
                            .extracting(meter -> meter.getId().getName())
                            .noneMatch(name -> name.startsWith("millrace."));
                });
    }

    private static Topology copy() {
        TopologyBuilder builder = TopologyBuilder.named("copy").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream("in").to("out");
        return builder.build();
    }
}
