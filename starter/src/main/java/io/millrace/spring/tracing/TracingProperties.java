package io.millrace.spring.tracing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How records are traced. Immutable.
 *
 * @param enabled Whether records are traced, where the service has a tracer.
 * @param maxNewPerSecond How many records a second that come without a trace may be put before the tracer's sampler, which traces some of
 *     them. With 0 only those are traced that come with a trace.
 */
@ConfigurationProperties("millrace.tracing")
record TracingProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1000") int maxNewPerSecond) {}
