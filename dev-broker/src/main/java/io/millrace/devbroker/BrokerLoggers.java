package io.millrace.devbroker;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The loggers of a broker that runs in the service's JVM. Those of Kafka's clients are not among them. Immutable. */
public final class BrokerLoggers {
    private static final String[] TALKATIVE = {
        "kafka",
        "org.apache.kafka.common.config",
        "org.apache.kafka.common.network",
        "org.apache.kafka.coordinator",
        "org.apache.kafka.image",
        "org.apache.kafka.metadata",
        "org.apache.kafka.network",
        "org.apache.kafka.queue",
        "org.apache.kafka.raft",
        "org.apache.kafka.server",
        "org.apache.kafka.snapshot",
        "org.apache.kafka.storage",
        "org.apache.kafka.timeline",
        "state.change.logger"
    };

    private BrokerLoggers() {}

    /** Returns the level of each logger, {@code warn} or {@code error}, at which nothing is logged while all is well. */
    public static Map<String, String> quietLevels() {
        Map<String, String> levels = new TreeMap<>();
        Arrays.stream(TALKATIVE).forEach(logger -> levels.put(logger, "warn"));
        // Warns of every first start that there is no metadata yet.
        levels.put("org.apache.kafka.controller", "error");
        return Collections.unmodifiableMap(levels);
    }
}
