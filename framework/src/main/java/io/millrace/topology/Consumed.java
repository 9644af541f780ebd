package io.millrace.topology;

import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How a topic is read: its serdes, the source's name, and where to begin. Immutable.
 *
 * <p>The workers of a stage may run on several threads and share the serializers: they must be thread-safe, as Kafka's own are.
 *
 * <p>What is left out falls back on the topology: {@link TopologyBuilder#defaultSerdes}, a name made from the topic's, and
 * {@link StartPosition#earliest()}.
 */
public final class Consumed<K extends @Nullable Object, V extends @Nullable Object> {

    final @Nullable Serde<K> keySerde;
    final @Nullable Serde<V> valueSerde;
    final @Nullable String name;
    final StartPosition start;
    final boolean dropsReplays;

    private Consumed(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            @Nullable String name,
            StartPosition start,
            boolean dropsReplays) {
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.name = name;
        this.start = start;
        this.dropsReplays = dropsReplays;
    }

    public static <K extends @Nullable Object, V extends @Nullable Object> Consumed<K, V> with(
            Serde<K> keySerde, Serde<V> valueSerde) {
        return new Consumed<>(
                Objects.requireNonNull(keySerde, "keySerde"),
                Objects.requireNonNull(valueSerde, "valueSerde"),
                null,
                StartPosition.earliest(),
                false);
    }

    /** Names the source and leaves the serdes to the topology's defaults. */
    public static <K extends @Nullable Object, V extends @Nullable Object> Consumed<K, V> as(String name) {
        return new Consumed<>(null, null, name, StartPosition.earliest(), false);
    }

    public Consumed<K, V> withName(String newName) {
        return new Consumed<>(keySerde, valueSerde, newName, start, dropsReplays);
    }

    public Consumed<K, V> startingAt(StartPosition position) {
        return new Consumed<>(keySerde, valueSerde, name, position, dropsReplays);
    }

    /**
     * Drops records that were read before and were only written again, as their writer does after a crash: it has to be a sink of
     * a topology with {@code Produced.withOutputIds()}. The newest {@linkplain io.millrace.processor.OutputId ids} are kept in a
     * store, and so in each checkpoint. Records without an id pass.
     *
     * <p>The ids are taken as they come: whoever may write to the topic can have records dropped. The topic has to be named; with
     * several topics, all need the same number of partitions.
     */
    public Consumed<K, V> dropReplays() {
        return new Consumed<>(keySerde, valueSerde, name, start, true);
    }

    static <K extends @Nullable Object, V extends @Nullable Object> Consumed<K, V> defaults() {
        return new Consumed<>(null, null, null, StartPosition.earliest(), false);
    }
}
