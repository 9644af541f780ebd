package io.millrace.devbroker.autoconfigure;

import java.util.List;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when the service's configuration names no Kafka servers, for all clients or for one kind of them.
 *
 * <p>Thread-safe.
 */
final class NoBootstrapServersCondition extends SpringBootCondition {
    private static final List<String> PROPERTIES = List.of(
            "spring.kafka.bootstrap-servers",
            "spring.kafka.admin.properties.bootstrap.servers",
            "spring.kafka.consumer.bootstrap-servers",
            "spring.kafka.producer.bootstrap-servers",
            "spring.kafka.properties.bootstrap.servers",
            "spring.kafka.streams.bootstrap-servers");

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Kafka bootstrap servers");
        return configured(context.getEnvironment())
                .map(property ->
                        ConditionOutcome.noMatch(message.found("property").items(property)))
                .orElseGet(() -> ConditionOutcome.match(
                        message.didNotFind("property", "properties").items(PROPERTIES)));
    }

    private static Optional<String> configured(Environment environment) {
        Binder binder = Binder.get(environment);
        return PROPERTIES.stream()
                .filter(property -> isConfigured(binder, property))
                .findFirst();
    }

    private static boolean isConfigured(Binder binder, String property) {
        return binder.bind(property, Bindable.listOf(String.class))
                .map(servers -> !servers.isEmpty())
                .orElse(false);
    }
}
