package io.millrace.spring;

import io.millrace.runtime.Delivery;
import io.millrace.runtime.ShuffleMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says which property holds a word that is no choice of it, and what each choice means.
 *
 * <p>It comes before Spring Boot's analyzer of the same failure, which knows the constants only. Thread-safe.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidChoiceFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final Map<Class<?>, String> CHOICES =
            Map.of(Delivery.class, """
            Write one of
                at-least-once  outputs leave at once; after a failure, those since the last checkpoint come again
                exactly-once   outputs leave with the checkpoint, and readers of committed records see each one once""", ShuffleMode.class, """
            Write one of
                durable  records get to their new keys through a topic, so that several instances share the work
                local    records get there in memory: one instance has all partitions, and the others stand by""", OnError.class, """
            Write one of
                fail         the topology stops, and starts again at its last checkpoint
                skip         it goes on without the record
                retry        the record is tried again, and its key waits meanwhile
                dead-letter  the record goes to the dead-letter topic""");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        ConfigurationProperty property = cause.getProperty();
        @Nullable Class<?> target = cause.getTarget().getType().resolve();
        @Nullable String choices = target == null ? null : CHOICES.get(target);
        if (property == null || choices == null) {
            return null;
        }
        Origin origin = property.getOrigin();
        String description = "The property '%s' is '%s'%s, which is none of its choices."
                .formatted(property.getName(), property.getValue(), origin == null ? "" : " (from " + origin + ")");
        return new FailureAnalysis(description, choices, cause);
    }
}
