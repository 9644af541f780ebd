package io.millrace.comparison;

import org.jspecify.annotations.Nullable;

/** A record that both get. */
record Given(String topic, @Nullable String key, @Nullable String value, long timestamp) {

    @Override
    public String toString() {
        return "%s %s=%s@%d".formatted(topic, key, value, timestamp);
    }
}
