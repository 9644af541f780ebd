package io.millrace.topology;

import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How a stream is grouped: the stage that its aggregations run in, and serdes. Immutable.
 *
 * <p>A named grouping begins a stage of that name, whose workers share the keys among them; one without a name stays in the
 * stage of its stream. Serdes that are left out are those of the stream.
 */
public final class Grouped<K, V> {

    final @Nullable String name;
    final @Nullable Serde<K> keySerde;
    final @Nullable Serde<V> valueSerde;
    final int parallelism;

    private Grouped(
            @Nullable String name, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde, int parallelism) {
        this.name = name;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.parallelism = parallelism;
    }

    /** Begins a stage; settings and metrics call it {@code name}. */
    public static <K, V> Grouped<K, V> as(String name) {
        return new Grouped<>(Objects.requireNonNull(name, "name"), null, null, 1);
    }

    public static <K, V> Grouped<K, V> with(Serde<K> keySerde, Serde<V> valueSerde) {
        return new Grouped<>(
                null,
                Objects.requireNonNull(keySerde, "keySerde"),
                Objects.requireNonNull(valueSerde, "valueSerde"),
                1);
    }

    /** Begins a stage; settings and metrics call it {@code newName}. */
    public Grouped<K, V> withName(String newName) {
        return new Grouped<>(newName, keySerde, valueSerde, parallelism);
    }

    public Grouped<K, V> withKeySerde(Serde<K> newKeySerde) {
        return new Grouped<>(name, newKeySerde, valueSerde, parallelism);
    }

    public Grouped<K, V> withValueSerde(Serde<V> newValueSerde) {
        return new Grouped<>(name, keySerde, newValueSerde, parallelism);
    }

    /** Sets the number of workers of the stage, at least 1; the default is 1, and the settings can override it. */
    public Grouped<K, V> withParallelism(int newParallelism) {
        return new Grouped<>(name, keySerde, valueSerde, newParallelism);
    }

    static <K, V> Grouped<K, V> unnamed() {
        return new Grouped<>(null, null, null, 1);
    }
}
