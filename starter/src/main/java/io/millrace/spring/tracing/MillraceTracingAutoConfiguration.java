package io.millrace.spring.tracing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.millrace.runtime.TimeSource;
import io.millrace.spring.MillraceAutoConfiguration;
import io.millrace.trace.RecordTracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Traces records where the service has a tracer of Micrometer's. */
@AutoConfiguration(
        before = MillraceAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration"
        })
@ConditionalOnClass({ObservationRegistry.class, Tracer.class})
@ConditionalOnBean({ObservationRegistry.class, Propagator.class})
@ConditionalOnBooleanProperty(name = "millrace.tracing.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TracingProperties.class)
public final class MillraceTracingAutoConfiguration {

    MillraceTracingAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    RecordTracer millraceRecordTracer(
            ObservationRegistry registry,
            Propagator propagator,
            TracingProperties properties,
            ObjectProvider<TimeSource> timeSource) {
        TimeSource time = timeSource.getIfUnique(TimeSource::system);
        return new ObservedRecords(
                registry, new TraceHeaders(propagator), new NewTraces(properties.maxNewPerSecond(), time.nanoTime()));
    }

    /** Timers of the few records that are traced would tell nothing that the meters of all records don't. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class NoMeters {

        @Bean
        static MeterFilter millraceWithoutMetersOfTraces() {
            return MeterFilter.deny(id -> StreamObservation.names().stream()
                    .anyMatch(name -> id.getName().equals(name) || id.getName().equals(name + ".active")));
        }
    }
}
