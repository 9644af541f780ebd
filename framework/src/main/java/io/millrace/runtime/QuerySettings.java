package io.millrace.runtime;

/**
 * Whether and how a topology's state may be asked for from outside: begin with {@link #disabled()} or {@link #defaults()}. Immutable.
 *
 * @param enabled whether it may; default false. Enabled, each worker with stores looks at its queue once a turn, which is one read of
 *     memory, and looks at the key of one record in 64, which it serializes; each question takes the worker what a look-up in the store
 *     and serializing the answer takes
 * @param maxWaiting questions that may wait at each worker; default 1,024, at least 1
 * @param maxEntries of one answer; default 10,000, at least 1
 * @param maxBytes of one answer, serialized; default 1 MiB, at least 1
 */
public record QuerySettings(boolean enabled, int maxWaiting, int maxEntries, int maxBytes) {

    private static final QuerySettings DEFAULTS = new QuerySettings(true, 1_024, 10_000, 1024 * 1024);

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
        return new QuerySettings(false, DEFAULTS.maxWaiting, DEFAULTS.maxEntries, DEFAULTS.maxBytes);
    }

    /** Returns settings that allow questions. */
    public static QuerySettings defaults() {
        return DEFAULTS;
    }

    public QuerySettings withMaxWaiting(int newMaxWaiting) {
        return new QuerySettings(enabled, newMaxWaiting, maxEntries, maxBytes);
    }

    public QuerySettings withMaxEntries(int newMaxEntries) {
        return new QuerySettings(enabled, maxWaiting, newMaxEntries, maxBytes);
    }

    public QuerySettings withMaxBytes(int newMaxBytes) {
        return new QuerySettings(enabled, maxWaiting, maxEntries, newMaxBytes);
    }
}
