package io.millrace.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the engine wants of a Kafka client. Immutable.
 *
 * @param defaults what it prefers; the service's own settings go before them
 * @param required what it can't do without, whatever the service's settings say; what belongs to another {@code
 *     group.protocol} than theirs is left out
 */
public record ClientConfig(Map<String, Object> defaults, Map<String, Object> required) {

    /** Kafka refuses these where {@code group.protocol} is {@code consumer}, or has no use for them: the broker decides. */
    private static final Set<String> CLASSIC_PROTOCOL_ONLY = Set.of(
            "partition.assignment.strategy",
            "session.timeout.ms",
            "heartbeat.interval.ms",
            "millrace.internal.assignor");

    /** Kafka refuses these where {@code group.protocol} is another. */
    private static final Set<String> CONSUMER_PROTOCOL_ONLY = Set.of("group.remote.assignor");

    public ClientConfig {
        defaults = Map.copyOf(defaults);
        required = Map.copyOf(required);
    }

    /** Returns {@code settings} between the defaults and what is required. */
    public Map<String, Object> around(Map<String, Object> settings) {
        boolean consumerProtocol = "consumer".equalsIgnoreCase(String.valueOf(settings.get("group.protocol")));
        Set<String> unusable = consumerProtocol ? CLASSIC_PROTOCOL_ONLY : CONSUMER_PROTOCOL_ONLY;
        Map<String, Object> merged = new HashMap<>();
        putAll(defaults, unusable, merged);
        merged.putAll(settings);
        putAll(required, unusable, merged);
        return merged;
    }

    private static void putAll(Map<String, Object> from, Set<String> except, Map<String, Object> to) {
        from.forEach((name, value) -> {
            if (!except.contains(name)) {
                to.put(name, value);
            }
        });
    }
}
