package io.millrace.devbroker.autoconfigure;

import io.millrace.devbroker.DevBrokerSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code millrace.dev-broker.*} says.
 *
 * <p>Immutable.
 *
 * @param enabled Whether to run a Kafka broker inside this JVM when no bootstrap servers are configured. For development
 *     only, never in production.
 * @param port Port on 127.0.0.1 where Kafka clients reach the development broker. 0 takes any free port.
 * @param controllerPort Port on 127.0.0.1 where the development broker reaches its own controller. 0 takes any free port.
 * @param dataDirectory Directory where the development broker keeps topics from one run to the next. By default they are
 *     kept in a temporary directory and deleted when the service stops.
 * @param partitions Partition count of topics that are created without one.
 */
@ConfigurationProperties("millrace.dev-broker")
public record DevBrokerProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("9092") int port,
        @DefaultValue("9093") int controllerPort,
        @Nullable Path dataDirectory,
        @DefaultValue("4") int partitions) {

    DevBrokerSettings settings() {
        DevBrokerSettings settings = DevBrokerSettings.defaults()
                .withPort(port)
                .withControllerPort(controllerPort)
                .withPartitions(partitions);
        return dataDirectory == null ? settings : settings.withDataDirectory(dataDirectory);
    }
}
