package io.millrace.benchmark.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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

    private static final String TRIGGER = "TRIGGER";
    private static final String DELIVERY = "DELIVERY";
    private static final String SHUFFLE = "SHUFFLE";
    private static final String STORE = "STORE";
    private static final String METRICS = "METRICS";
    private static final String WINDOWS = "WINDOWS";
    private static final String IN_MEMORY = "in-memory";
    private static final String REAL_TIME = "real-time";
    private static final String EXACTLY_ONCE = "exactly-once";

    /** The named variants. */
    public static final List<Variant> NAMED = List.of(
            new Variant(BASELINE, "raw", Map.of()),
            new Variant("millrace", "millrace", Map.of(STORE, IN_MEMORY, TRIGGER, REAL_TIME)),
            new Variant("millrace-micro", "millrace", Map.of(STORE, IN_MEMORY, TRIGGER, "processing-time 500ms")),
            new Variant("millrace-unmetered", "millrace", Map.of(STORE, IN_MEMORY, TRIGGER, REAL_TIME, METRICS, "off")),
            new Variant("millrace-local", "millrace", Map.of(STORE, IN_MEMORY, TRIGGER, REAL_TIME, SHUFFLE, "local")),
            new Variant(
                    "millrace-eos",
                    "millrace",
                    Map.of(STORE, IN_MEMORY, TRIGGER, "real-time 100ms", DELIVERY, EXACTLY_ONCE)),
            new Variant("kafka-streams", "kafka-streams", Map.of(STORE, IN_MEMORY)),
            new Variant("kafka-streams-keyed", "kafka-streams", Map.of(STORE, IN_MEMORY, WINDOWS, "by-aggregate")),
            new Variant("kafka-streams-eos", "kafka-streams", Map.of(STORE, IN_MEMORY, DELIVERY, EXACTLY_ONCE)));

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

    /** This variant with state in {@code store}; unchanged if its engine has no choice. */
    public Variant withStore(String store) {
        return options.containsKey(STORE) ? with(name, STORE, store) : this;
    }

    /**
     * This variant once for each of {@code epochs}, such as {@code 1s}, each under a name of its own; this variant alone
     * if there are none, or if its epochs are not the real-time ones by default.
     */
    public List<Variant> withEpochs(List<String> epochs) {
        if (epochs.isEmpty() || !REAL_TIME.equals(options.get(TRIGGER))) {
            return List.of(this);
        }
        return epochs.stream()
                .map(epoch -> with("%s-%s".formatted(name, epoch), TRIGGER, "%s %s".formatted(REAL_TIME, epoch)))
                .toList();
    }

    /** The script that starts the engine. */
    public Path script(Path engines) {
        return engines.resolve(engine);
    }

    private Variant with(String newName, String option, String value) {
        Map<String, String> changed = new HashMap<>(options);
        changed.put(option, value);
        return new Variant(newName, engine, changed);
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
