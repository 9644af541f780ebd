package io.millrace.topology;

import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How a topic is written: its serdes and the sink's name. Immutable.
 *
 * <p>The workers of a stage may run on several threads and share the serializers: they must be thread-safe, as Kafka's own are.
 *
 * <p>Serdes that are left out are those the records were read with, as long as no operator changed their type, else
 * {@link TopologyBuilder#defaultSerdes}.
 */
public final class Produced<K extends @Nullable Object, V extends @Nullable Object> {

    final @Nullable Serde<K> keySerde;
    final @Nullable Serde<V> valueSerde;
    final @Nullable String name;

    private Produced(@Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde, @Nullable String name) {
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.name = name;
    }

    public static <K extends @Nullable Object, V extends @Nullable Object> Produced<K, V> with(
            Serde<K> keySerde, Serde<V> valueSerde) {
        return new Produced<>(
                Objects.requireNonNull(keySerde, "keySerde"), Objects.requireNonNull(valueSerde, "valueSerde"), null);
    }

    public static <K extends @Nullable Object, V extends @Nullable Object> Produced<K, V> as(String name) {
        return new Produced<>(null, null, name);
    }

    public Produced<K, V> withName(String newName) {
        return new Produced<>(keySerde, valueSerde, newName);
    }

    static <K extends @Nullable Object, V extends @Nullable Object> Produced<K, V> defaults() {
        return new Produced<>(null, null, null);
    }
}
