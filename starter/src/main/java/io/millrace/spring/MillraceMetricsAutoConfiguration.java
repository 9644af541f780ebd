package io.millrace.spring;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.MillraceEngine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Puts what topologies measure into the service's Micrometer registries, where it has any. */
@AutoConfiguration(
        before = MillraceAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "millrace.metrics.enabled", matchIfMissing = true)
public final class MillraceMetricsAutoConfiguration {

    MillraceMetricsAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    MillraceMeters millraceMeters(ObjectProvider<MillraceEngine> engine) {
        return new MillraceMeters(
                () -> engine.stream().flatMap(its -> its.topologies().stream()).toList());
    }
}
