package io.millrace.topology;

import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How a stream is joined with a table: a name, and the stream's serdes. Immutable.
 *
 * <p>Where the stream's key was changed, its records are moved to the partition of their new key, through a topic named after the
 * join. Serdes that are left out are those of the stream, else {@link TopologyBuilder#defaultSerdes}.
 */
public final class Joined<K extends @Nullable Object, V extends @Nullable Object> {

    final @Nullable String name;
    final @Nullable Serde<K> keySerde;
    final @Nullable Serde<V> valueSerde;

    private Joined(@Nullable String name, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        this.name = name;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
    }

    /** Names the join; names of its topic and stores begin with that. */
    public static <K extends @Nullable Object, V extends @Nullable Object> Joined<K, V> as(String name) {
        return new Joined<>(Objects.requireNonNull(name, "name"), null, null);
    }

    public static <K extends @Nullable Object, V extends @Nullable Object> Joined<K, V> with(
            Serde<K> keySerde, Serde<V> valueSerde) {
        return new Joined<>(
                null, Objects.requireNonNull(keySerde, "keySerde"), Objects.requireNonNull(valueSerde, "valueSerde"));
    }

    /** Names the join; names of its topic and stores begin with that. */
    public Joined<K, V> withName(String newName) {
        return new Joined<>(Objects.requireNonNull(newName, "name"), keySerde, valueSerde);
    }

    static <K extends @Nullable Object, V extends @Nullable Object> Joined<K, V> unnamed() {
        return new Joined<>(null, null, null);
    }
}
