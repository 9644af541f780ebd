package io.millrace.testkit.internal.kafka;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which Kafka the tests of a run share: what the system property {@value #PROPERTY} says, or else the development broker.
 *
 * <p>Immutable.
 */
public sealed interface KafkaChoice {

    /** {@code dev-broker}, {@code container}, {@code container:<image>}, or the servers of a Kafka that runs already. */
    String PROPERTY = "millrace.test.kafka";

    /** Whether tests are skipped rather than failed where a container was chosen and no Docker daemon answers. */
    String SKIP_PROPERTY = "millrace.test.skip-without-docker";

    /** The image of {@code container} without a name. */
    String DEFAULT_IMAGE = "apache/kafka:4.2.2";

    /** Starts it and returns once it serves clients. */
    RunningKafka start();

    /** Returns why tests that need it are to be skipped, if they are. */
    default Optional<String> reasonToSkip() {
        return Optional.empty();
    }

    /** Reads the choice from the system's properties. */
    static KafkaChoice ofSystemProperties() {
        return of(System::getProperty);
    }

    /** Reads the choice from {@code properties}, which answers null for one that is not set. */
    static KafkaChoice of(UnaryOperator<@Nullable String> properties) {
        String value = properties.apply(PROPERTY);
        if (value == null || value.isBlank() || value.equals("dev-broker")) {
            return new InThisJvm();
        }
        boolean skips = Boolean.parseBoolean(properties.apply(SKIP_PROPERTY));
        if (value.equals("container")) {
            return new InContainer(DEFAULT_IMAGE, skips);
        }
        if (value.startsWith("container:")) {
            return new InContainer(value.substring("container:".length()), skips);
        }
        if (Elsewhere.SERVERS.matcher(value).matches()) {
            return new Elsewhere(value);
        }
        throw new IllegalArgumentException(
                "System property '%s' is '%s'. Set it to 'dev-broker', 'container', 'container:<image>' or 'host:port'."
                        .formatted(PROPERTY, value));
    }

    /** The development broker. */
    record InThisJvm() implements KafkaChoice {

        @Override
        public RunningKafka start() {
            requireClass(
                    "io.millrace.devbroker.DevBroker",
                    "the development broker: add 'io.millrace:millrace-dev-broker' in test scope, or set the system property '"
                            + PROPERTY + "' to 'container' or to the servers of a Kafka");
            return DevBrokerKafka.start();
        }
    }

    /** A container of {@code image}. */
    record InContainer(String image, boolean skipsWithoutDocker) implements KafkaChoice {

        @Override
        public RunningKafka start() {
            requireTestcontainers();
            return ContainerKafka.start(image);
        }

        @Override
        public Optional<String> reasonToSkip() {
            if (!skipsWithoutDocker) {
                return Optional.empty();
            }
            requireTestcontainers();
            return ContainerKafka.canStart()
                    ? Optional.empty()
                    : Optional.of("No Docker daemon answers, and '%s' asks for a container.".formatted(PROPERTY));
        }

        private static void requireTestcontainers() {
            requireClass(
                    "org.testcontainers.kafka.KafkaContainer",
                    "Testcontainers: add 'org.testcontainers:testcontainers-kafka' in test scope, or leave the system property '"
                            + PROPERTY + "' out");
        }
    }

    /** What runs at {@code servers} already. */
    record Elsewhere(String servers) implements KafkaChoice {
        private static final Pattern SERVERS = Pattern.compile("[^,\\s]+:\\d+(,[^,\\s]+:\\d+)*");

        @Override
        public RunningKafka start() {
            return new RemoteKafka(servers);
        }
    }

    private static void requireClass(String name, String remedy) {
        try {
            Class.forName(name, false, KafkaChoice.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException("The class path lacks " + remedy + ".", missing);
        }
    }
}
