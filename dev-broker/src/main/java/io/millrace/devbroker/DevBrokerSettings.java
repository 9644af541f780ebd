package io.millrace.devbroker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a {@link DevBroker} is to run. Begin with {@link #defaults()} and change what differs:
 *
 * <pre>{@code
 * DevBrokerSettings.defaults().withPort(0).withControllerPort(0)
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param port where clients connect on 127.0.0.1; 0 takes any free port
 * @param controllerPort where the broker talks to its own controller on 127.0.0.1; 0 takes any free port
 * @param dataDirectory where topics are kept from run to run; when empty, a temporary directory that is deleted at close
 * @param partitions partition count of topics that are created without one, at least 1
 * @param autoCreateTopics whether a topic comes into being when a client first names it
 * @param serverProperties Kafka's own broker properties, which win over those the broker is run with otherwise
 */
public record DevBrokerSettings(
        int port,
        int controllerPort,
        Optional<Path> dataDirectory,
        int partitions,
        boolean autoCreateTopics,
        Map<String, String> serverProperties) {

    /** The port where clients look for Kafka unless told otherwise. */
    public static final int DEFAULT_PORT = 9092;

    /** The customary port of a Kafka controller. */
    public static final int DEFAULT_CONTROLLER_PORT = 9093;

    /** The partition count of topics that are created without one. */
    public static final int DEFAULT_PARTITIONS = 4;

    private static final DevBrokerSettings DEFAULTS = new DevBrokerSettings(
            DEFAULT_PORT, DEFAULT_CONTROLLER_PORT, Optional.empty(), DEFAULT_PARTITIONS, true, Map.of());

    private static final int MAX_PORT = 65_535;

    /** Checks ranges and copies {@code serverProperties}. */
    public DevBrokerSettings {
        requirePort("Port", port);
        requirePort("Controller port", controllerPort);
        if (port != 0 && port == controllerPort) {
            throw new IllegalArgumentException(
                    "Port and controller port are both %d. Choose two, or 0 for any free one.".formatted(port));
        }
        dataDirectory.ifPresent(DevBrokerSettings::requireSingleDirectory);
        if (partitions < 1) {
            throw new IllegalArgumentException("Partition count is %d. Choose at least 1.".formatted(partitions));
        }
        serverProperties = Map.copyOf(serverProperties);
    }

    /** Ports 9092 and 9093, temporary data, topics created on demand with 4 partitions. */
    public static DevBrokerSettings defaults() {
        return DEFAULTS;
    }

    /** These settings with another {@code port} for clients; 0 takes any free port. */
    public DevBrokerSettings withPort(int port) {
        return new DevBrokerSettings(
                port, controllerPort, dataDirectory, partitions, autoCreateTopics, serverProperties);
    }

    /** These settings with another {@code controllerPort}; 0 takes any free port. */
    public DevBrokerSettings withControllerPort(int controllerPort) {
        return new DevBrokerSettings(
                port, controllerPort, dataDirectory, partitions, autoCreateTopics, serverProperties);
    }

    /** These settings with topics kept in {@code dataDirectory}, which is created if it is missing. */
    public DevBrokerSettings withDataDirectory(Path dataDirectory) {
        return new DevBrokerSettings(
                port, controllerPort, Optional.of(dataDirectory), partitions, autoCreateTopics, serverProperties);
    }

    /** These settings with another partition count for topics that are created without one. */
    public DevBrokerSettings withPartitions(int partitions) {
        return new DevBrokerSettings(
                port, controllerPort, dataDirectory, partitions, autoCreateTopics, serverProperties);
    }

    /** These settings with topics created when a client first names them, or not. */
    public DevBrokerSettings withAutoCreateTopics(boolean autoCreateTopics) {
        return new DevBrokerSettings(
                port, controllerPort, dataDirectory, partitions, autoCreateTopics, serverProperties);
    }

    /** These settings with {@code serverProperties} in place of the ones given before. */
    public DevBrokerSettings withServerProperties(Map<String, String> serverProperties) {
        return new DevBrokerSettings(
                port, controllerPort, dataDirectory, partitions, autoCreateTopics, serverProperties);
    }

    private static void requirePort(String name, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "%s is %d. Choose 1 to %d, or 0 for any free one.".formatted(name, port, MAX_PORT));
        }
    }

    private static void requireSingleDirectory(Path directory) {
        if (directory.toString().contains(",")) {
            throw new IllegalArgumentException(
                    "Data directory '%s' contains a comma, which Kafka reads as a list of directories. Rename it."
                            .formatted(directory));
        }
    }
}
