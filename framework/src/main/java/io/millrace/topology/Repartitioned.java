package io.millrace.topology;

import java.util.Objects;
import java.util.OptionalInt;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How {@link KStream#repartition(Repartitioned)} moves records: the name, the number of partitions, and serdes. Immutable.
 *
 * <p>The topic is {@code <application>-<topology>-<name>-repartition}; without a name it gets a number, so that a change of the
 * topology may give it another. Serdes that are left out are those of the stream, else {@link TopologyBuilder#defaultSerdes}.
 */
public final class Repartitioned<K extends @Nullable Object, V extends @Nullable Object> {

    final @Nullable String name;
    final @Nullable Serde<K> keySerde;
    final @Nullable Serde<V> valueSerde;
    final OptionalInt partitions;
    final ShuffleDelivery delivery;

    private Repartitioned(
            @Nullable String name,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            OptionalInt partitions,
            ShuffleDelivery delivery) {
        this.name = name;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.partitions = partitions;
        this.delivery = delivery;
    }

    /** Names the topic and the node; settings call the stage behind it so, too. */
    public static <K extends @Nullable Object, V extends @Nullable Object> Repartitioned<K, V> as(String name) {
        return Repartitioned.<K, V>unnamed().withName(name);
    }

    public static <K extends @Nullable Object, V extends @Nullable Object> Repartitioned<K, V> with(
            Serde<K> keySerde, Serde<V> valueSerde) {
        return Repartitioned.<K, V>unnamed().withKeySerde(keySerde).withValueSerde(valueSerde);
    }

    /** Names the topic and the node; settings call the stage behind it so, too. */
    public Repartitioned<K, V> withName(String newName) {
        return new Repartitioned<>(Objects.requireNonNull(newName, "name"), keySerde, valueSerde, partitions, delivery);
    }

    public Repartitioned<K, V> withKeySerde(Serde<K> newKeySerde) {
        return new Repartitioned<>(
                name, Objects.requireNonNull(newKeySerde, "keySerde"), valueSerde, partitions, delivery);
    }

    public Repartitioned<K, V> withValueSerde(Serde<V> newValueSerde) {
        return new Repartitioned<>(
                name, keySerde, Objects.requireNonNull(newValueSerde, "valueSerde"), partitions, delivery);
    }

    /**
     * Sets the number of partitions of the topic, at least 1. By default it has as many as the input topic that has the most, or
     * as a topic whose records come to the same store. It can't be changed while the topic exists.
     */
    public Repartitioned<K, V> withNumberOfPartitions(int numberOfPartitions) {
        return new Repartitioned<>(name, keySerde, valueSerde, OptionalInt.of(numberOfPartitions), delivery);
    }

    /** Sets how often records arrive after a failure; default {@link ShuffleDelivery#AUTOMATIC}. */
    public Repartitioned<K, V> withDelivery(ShuffleDelivery newDelivery) {
        return new Repartitioned<>(name, keySerde, valueSerde, partitions, newDelivery);
    }

    static <K extends @Nullable Object, V extends @Nullable Object> Repartitioned<K, V> unnamed() {
        return new Repartitioned<>(null, null, null, OptionalInt.empty(), ShuffleDelivery.AUTOMATIC);
    }
}
