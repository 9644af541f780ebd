package io.millrace.topology;

import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How a stream is grouped: the stage that its aggregations run in, and serdes. Immutable.
 *
 * <p>A named grouping begins a stage of that name, whose workers share the keys among them; one without a name stays in the
 * stage of its stream. Serdes that are left out are those of the stream.
 *
 * <p>Where the key was changed, the records are moved to the worker of their new key, by default through a topic named after the
 * grouping, or else after the store behind it.
 */
public final class Grouped<K, V> {

    final @Nullable String name;
    final @Nullable Serde<K> keySerde;
    final @Nullable Serde<V> valueSerde;
    final int parallelism;
    final ShuffleDelivery delivery;

    private Grouped(
            @Nullable String name,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            int parallelism,
            ShuffleDelivery delivery) {
        this.name = name;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.parallelism = parallelism;
        this.delivery = delivery;
    }

    /** Begins a stage; settings and metrics call it {@code name}. */
    public static <K, V> Grouped<K, V> as(String name) {
        return Grouped.<K, V>unnamed().withName(Objects.requireNonNull(name, "name"));
    }

    public static <K, V> Grouped<K, V> with(Serde<K> keySerde, Serde<V> valueSerde) {
        return Grouped.<K, V>unnamed()
                .withKeySerde(Objects.requireNonNull(keySerde, "keySerde"))
                .withValueSerde(Objects.requireNonNull(valueSerde, "valueSerde"));
    }

    /** Begins a stage; settings and metrics call it {@code newName}. */
    public Grouped<K, V> withName(String newName) {
        return new Grouped<>(newName, keySerde, valueSerde, parallelism, delivery);
    }

    public Grouped<K, V> withKeySerde(Serde<K> newKeySerde) {
        return new Grouped<>(name, newKeySerde, valueSerde, parallelism, delivery);
    }

    public Grouped<K, V> withValueSerde(Serde<V> newValueSerde) {
        return new Grouped<>(name, keySerde, newValueSerde, parallelism, delivery);
    }

    /** Sets the number of workers of the stage, at least 1; the default is 1, and the settings can override it. */
    public Grouped<K, V> withParallelism(int newParallelism) {
        return new Grouped<>(name, keySerde, valueSerde, newParallelism, delivery);
    }

    /**
     * Sets how often records arrive after a failure where the key was changed, so that they are moved; default {@link
     * ShuffleDelivery#AUTOMATIC}.
     */
    public Grouped<K, V> withShuffleDelivery(ShuffleDelivery newDelivery) {
        return new Grouped<>(name, keySerde, valueSerde, parallelism, newDelivery);
    }

    /** Returns the same, but that it begins no stage. */
    Grouped<K, V> withoutStage() {
        return new Grouped<>(null, keySerde, valueSerde, 1, delivery);
    }

    static <K, V> Grouped<K, V> unnamed() {
        return new Grouped<>(null, null, null, 1, ShuffleDelivery.AUTOMATIC);
    }
}
