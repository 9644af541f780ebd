package io.millrace.runtime;

import java.util.Optional;

/**
 * Whether and how a topology's state may be asked for from outside: begin with {@link #disabled()} or {@link #defaults()}. Immutable.
 *
 * @param enabled whether it may; default false. Enabled, each worker looks at its queue once a turn, which is one read of memory; each
 *     question takes the worker a look-up in the store, and serializing what is found
 * @param maxWaiting questions that may wait at each worker; default 1,024, at least 1
 * @param maxEntries of one answer; default 10,000, at least 1
 * @param maxBytes of one answer, serialized; default 1 MiB, at least 1
 * @param instance where other instances ask this one; empty if they can't
 */
public record QuerySettings(boolean enabled, int maxWaiting, int maxEntries, int maxBytes, Optional<String> instance) {

    private static final QuerySettings DEFAULTS = new QuerySettings(true, 1_024, 10_000, 1024 * 1024, Optional.empty());

    public QuerySettings {
        require("maxWaiting", maxWaiting);
        require("maxEntries", maxEntries);
        require("maxBytes", maxBytes);
    }

    private static void require(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s is %d: give at least 1".formatted(name, value));
        }
    }

    /** Returns settings that allow no questions. */
    public static QuerySettings disabled() {
        return new QuerySettings(false, DEFAULTS.maxWaiting, DEFAULTS.maxEntries, DEFAULTS.maxBytes, DEFAULTS.instance);
    }

    /** Returns settings that allow questions. */
    public static QuerySettings defaults() {
        return DEFAULTS;
    }

    public QuerySettings withMaxWaiting(int newMaxWaiting) {
        return new QuerySettings(enabled, newMaxWaiting, maxEntries, maxBytes, instance);
    }

    public QuerySettings withMaxEntries(int newMaxEntries) {
        return new QuerySettings(enabled, maxWaiting, newMaxEntries, maxBytes, instance);
    }

    public QuerySettings withMaxBytes(int newMaxBytes) {
        return new QuerySettings(enabled, maxWaiting, maxEntries, newMaxBytes, instance);
    }

    /** Sets where other instances ask this one, such as {@code host:port}; the members of the consumer group tell each other. */
    public QuerySettings withInstance(String newInstance) {
        return new QuerySettings(enabled, maxWaiting, maxEntries, maxBytes, Optional.of(newInstance));
    }
}
