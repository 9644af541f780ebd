package io.millrace.benchmark.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * Millrace's settings as Spring properties: what the harness demands, and the options that it has given. All else is left as
 * the starter has it.
 *
 * <p>Immutable.
 */
final class MillraceSettings {
    /** The properties by the environment variables that set them. */
    static final Map<String, String> OPTIONS = Map.of(
            "DELIVERY", "millrace.delivery",
            "TRIGGER", "millrace.trigger",
            "SHUFFLE", "millrace.shuffle",
            "THREADS", "millrace.threads",
            "STORE", "millrace.state.store-type",
            "METRICS", "millrace.metrics.enabled");

    private MillraceSettings() {}

    static Map<String, Object> of(EngineSettings settings, Map<String, String> environment) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("spring.application.name", settings.runId());
        properties.put("spring.kafka.bootstrap-servers", settings.bootstrap());
        properties.put("millrace.state.directory", settings.stateDirectory().toString());
        OPTIONS.forEach((variable, property) -> {
            String value = environment.get(variable);
            if (value != null) {
                properties.put(property, value);
            }
        });
        return properties;
    }
}
