package io.millrace.benchmark.engine;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a harness tells an engine through its environment.
 *
 * <p>Immutable.
 *
 * @param runId unique: application id, consumer group, prefix of internal topics
 * @param stateDirectory empty at the start
 */
public record EngineSettings(
        String bootstrap, String inTopic, String outTopic, String workload, String runId, Path stateDirectory) {

    /** Reads {@code environment}, usually {@link System#getenv()}. */
    public static EngineSettings from(Map<String, String> environment) {
        return new EngineSettings(
                required(environment, "BOOTSTRAP"),
                required(environment, "IN_TOPIC"),
                required(environment, "OUT_TOPIC"),
                required(environment, "WORKLOAD"),
                required(environment, "RUN_ID"),
                Path.of(required(environment, "STATE_DIR")));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    "Environment variable '%s' is missing. An engine needs BOOTSTRAP, IN_TOPIC, OUT_TOPIC, WORKLOAD, RUN_ID and STATE_DIR."
                            .formatted(name));
        }
        return value;
    }
}
