package io.millrace.spring;

import io.millrace.runtime.Trigger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;

/**
 * Says which property holds something that is no trigger, and what triggers look like.
 *
 * <p>It comes before Spring Boot's analyzer of the same failure, which can't show examples. Thread-safe.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidTriggerFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        ConfigurationProperty property = cause.getProperty();
        if (property == null || cause.getTarget().getType().resolve() != Trigger.class) {
            return null;
        }
        Origin origin = property.getOrigin();
        String description = "The property '%s' is '%s'%s. %s"
                .formatted(
                        property.getName(),
                        property.getValue(),
                        origin == null ? "" : " (from " + origin + ")",
                        reason(cause));
        String action = """
                Write one of
                    real-time              records flow at once, progress becomes durable every 5 minutes
                    real-time 10s          the same every 10 seconds
                    processing-time 500ms  records are read in batches, one every 500 milliseconds
                    available-now          what is there is processed in several epochs, then the topology ends
                    once                   the same in one epoch""";
        return new FailureAnalysis(description, action, cause);
    }

    private String reason(BindException cause) {
        ConversionFailedException conversion = findCause(cause, ConversionFailedException.class);
        Throwable reason = conversion == null ? cause.getCause() : conversion.getCause();
        return reason == null ? "" : String.valueOf(reason.getMessage());
    }
}
