package io.millrace.benchmark.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What may differ between runs of Kafka Streams.
 *
 * <p>Immutable.
 */
record KafkaStreamsOptions(Delivery delivery, Store store, Windows windows) {

    /** Whether a crash can repeat counts. */
    enum Delivery {
        AT_LEAST_ONCE,
        EXACTLY_ONCE
    }

    /** Where windows are kept. */
    enum Store {
        IN_MEMORY,
        ROCKSDB
    }

    /** What keeps the windows of {@code W2} apart. */
    enum Windows {
        /** The DSL, in a window store: how a user writes it. */
        BY_DSL,
        /** The aggregate, in a key-value store: what an engine without windows does. */
        BY_AGGREGATE
    }

    /** Reads {@code environment}, usually {@link System#getenv()}. */
    static KafkaStreamsOptions from(Map<String, String> environment) {
        return new KafkaStreamsOptions(
                choice(environment, "DELIVERY", Delivery.AT_LEAST_ONCE),
                choice(environment, "STORE", Store.IN_MEMORY),
                choice(environment, "WINDOWS", Windows.BY_DSL));
    }

    private static <E extends Enum<E>> E choice(Map<String, String> environment, String name, E byDefault) {
        String value = environment.get(name);
        if (value == null) {
            return byDefault;
        }
        E[] choices = byDefault.getDeclaringClass().getEnumConstants();
        return Arrays.stream(choices)
                .filter(choice -> written(choice).equals(value))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("Environment variable '%s' is '%s'; it must be one of %s."
                                .formatted(
                                        name,
                                        value,
                                        Arrays.stream(choices)
                                                .map(choice -> "'" + written(choice) + "'")
                                                .collect(Collectors.joining(", ")))));
    }

    private static String written(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
