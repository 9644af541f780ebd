package io.millrace.benchmark.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A way to run an engine: its script in {@code benchmark/engines} and the options it gets through its environment.
 *
 * <p>Immutable.
 */
public record Variant(String name, String engine, Map<String, String> options) {
    /** The variant whose values all others are compared with. */
    public static final String BASELINE = "raw";

    /** The named variants. */
    public static final List<Variant> NAMED = List.of(
            new Variant(BASELINE, "raw", Map.of()),
            new Variant("millrace", "millrace", Map.of("TRIGGER", "real-time")),
            new Variant("millrace-micro", "millrace", Map.of("TRIGGER", "processing-time 500ms")),
            new Variant("kafka-streams", "kafka-streams", Map.of()),
            new Variant("kafka-streams-keyed", "kafka-streams", Map.of("WINDOWS", "by-aggregate")),
            new Variant("kafka-streams-eos", "kafka-streams", Map.of("DELIVERY", "exactly-once")));

    public Variant {
        options = Map.copyOf(options);
    }

    /** Finds a named variant, or else takes {@code name} as an engine without options. */
    public static Variant find(String name, Path engines) {
        return NAMED.stream()
                .filter(variant -> variant.name().equals(name))
                .findFirst()
                .orElseGet(() -> ofScript(name, engines));
    }

    /** The script that starts the engine. */
    public Path script(Path engines) {
        return engines.resolve(engine);
    }

    private static Variant ofScript(String name, Path engines) {
        if (!name.matches("[a-z0-9-]+") || !Files.isExecutable(engines.resolve(name))) {
            throw new IllegalArgumentException(
                    "Engine '%s' is unknown: it is neither one of %s nor an executable in '%s'."
                            .formatted(name, NAMED.stream().map(Variant::name).toList(), engines));
        }
        return new Variant(name, name, Map.of());
    }
}
