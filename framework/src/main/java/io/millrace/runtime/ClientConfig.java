package io.millrace.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the engine wants of a Kafka client. Immutable.
 *
 * @param defaults what it prefers; the service's own settings go before them
 * @param required what it can't do without, whatever the service's settings say
 */
public record ClientConfig(Map<String, Object> defaults, Map<String, Object> required) {

    /** Kafka refuses these where {@code group.protocol} is {@code consumer}: the broker decides on them. */
    private static final Set<String> CLASSIC_PROTOCOL_ONLY =
            Set.of("partition.assignment.strategy", "session.timeout.ms", "heartbeat.interval.ms");

    public ClientConfig {
        defaults = Map.copyOf(defaults);
        required = Map.copyOf(required);
    }

    /** Returns {@code settings} between the defaults and what is required. */
    public Map<String, Object> around(Map<String, Object> settings) {
        Map<String, Object> merged = new HashMap<>(defaults);
        if ("consumer".equalsIgnoreCase(String.valueOf(settings.get("group.protocol")))) {
            merged.keySet().removeAll(CLASSIC_PROTOCOL_ONLY);
        }
        merged.putAll(settings);
        merged.putAll(required);
        return merged;
    }
}
