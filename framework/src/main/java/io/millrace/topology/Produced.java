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
    final boolean withOutputIds;

    private Produced(
            @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde, @Nullable String name, boolean withOutputIds) {
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.name = name;
        this.withOutputIds = withOutputIds;
    }

    public static <K extends @Nullable Object, V extends @Nullable Object> Produced<K, V> with(
            Serde<K> keySerde, Serde<V> valueSerde) {
        return new Produced<>(
                Objects.requireNonNull(keySerde, "keySerde"),
                Objects.requireNonNull(valueSerde, "valueSerde"),
                null,
                false);
    }

    public static <K extends @Nullable Object, V extends @Nullable Object> Produced<K, V> as(String name) {
        return new Produced<>(null, null, name, false);
    }

    public Produced<K, V> withName(String newName) {
        return new Produced<>(keySerde, valueSerde, newName, withOutputIds);
    }

    /**
     * Has each output carry an id, in the header {@code millrace-origin}, by which a reader recognises those that come again
     * after a failure. A topology reads such a topic with {@code Consumed.dropReplays()}.
     *
     * <p>Where a replay might give other outputs than before, an id would be a false promise: there the topology is refused, and
     * told why.
     */
    public Produced<K, V> withOutputIds() {
        return new Produced<>(keySerde, valueSerde, name, true);
    }

    static <K extends @Nullable Object, V extends @Nullable Object> Produced<K, V> defaults() {
        return new Produced<>(null, null, null, false);
    }
}
