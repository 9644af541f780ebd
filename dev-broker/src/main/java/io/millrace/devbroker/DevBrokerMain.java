package io.millrace.devbroker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs a {@link DevBroker} in a JVM of its own until that is asked to end (SIGTERM, SIGINT).
 *
 * <pre>{@code
 * java -cp ... io.millrace.devbroker.DevBrokerMain --port=9092 --controller-port=9093 --data=/var/tmp/kafka --set=num.io.threads=4
 * }</pre>
 *
 * <p>Every argument is optional; the defaults are those of {@link DevBrokerSettings}, and {@code --set} takes any of
 * Kafka's broker properties, as often as needed. When clients can connect, one line {@code ready 127.0.0.1:9092} appears
 * on standard output. Exit status 2 is a wrong argument, 1 a broker that did not start.
 */
public final class DevBrokerMain {
    private static final String USAGE =
            "Usage: DevBrokerMain [--port=N] [--controller-port=N] [--data=DIRECTORY] [--set=PROPERTY=VALUE]...";

    private DevBrokerMain() {}

    /** Starts the broker and returns when it has stopped. */
    public static void main(String[] arguments) {
        DevBrokerSettings settings;
        try {
            settings = parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        try {
            run(settings);
        } catch (DevBrokerException failure) {
            System.err.println(failure.getMessage());
            System.exit(1);
        }
    }

    /** Reads {@code arguments}, or throws {@link IllegalArgumentException} naming the one that is wrong. */
    static DevBrokerSettings parse(String[] arguments) {
        DevBrokerSettings settings = DevBrokerSettings.defaults();
        Map<String, String> properties = new HashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("Argument '%s' has no value.".formatted(argument));
            }
            String value = parts[1];
            switch (parts[0]) {
                case "--port" -> settings = settings.withPort(number(argument, value));
                case "--controller-port" -> settings = settings.withControllerPort(number(argument, value));
                case "--data" -> settings = settings.withDataDirectory(Path.of(value));
                case "--set" -> putProperty(properties, argument, value);
                default -> throw new IllegalArgumentException("Argument '%s' is unknown.".formatted(argument));
            }
        }
        return settings.withServerProperties(properties);
    }

    private static void run(DevBrokerSettings settings) {
        DevBroker broker = DevBroker.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "dev-broker-stop"));
        System.out.println("ready " + broker.bootstrapServers());
        broker.awaitClosed();
    }

    private static int number(String argument, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("Argument '%s' wants a number.".formatted(argument), wrong);
        }
    }

    private static void putProperty(Map<String, String> properties, String argument, String value) {
        int equals = value.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("Argument '%s' wants PROPERTY=VALUE.".formatted(argument));
        }
        properties.put(value.substring(0, equals), value.substring(equals + 1));
    }
}
