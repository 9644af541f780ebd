package io.millrace.devbroker.autoconfigure;

import io.millrace.devbroker.BrokerLoggers;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps the development broker's hundreds of lines of INFO out of the service's log, while it is enabled.
 *
 * <p>These are defaults of {@code logging.level.*}, last in precedence: a level that the service sets for the same logger
 * wins. The levels of Kafka's clients are left alone.
 */
final class BrokerLogLevels implements EnvironmentPostProcessor, Ordered {
    private static final String SOURCE = "millraceDevBrokerLogLevels";
    private static final Map<String, Object> LEVELS = levels();

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.getProperty("millrace.dev-broker.enabled", Boolean.class, false)) {
            environment.getPropertySources().addLast(new MapPropertySource(SOURCE, LEVELS));
        }
    }

    /** After the one that reads {@code application.yaml}, which may enable the broker. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    private static Map<String, Object> levels() {
        return BrokerLoggers.quietLevels().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(entry -> "logging.level." + entry.getKey(), Map.Entry::getValue));
    }
}
