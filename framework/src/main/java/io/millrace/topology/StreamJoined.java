package io.millrace.topology;

import io.millrace.state.StoreType;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How two streams are joined: names, serdes, and how the records are stored that wait for partners. Immutable.
 *
 * <p>They are in two stores, {@code <name>-left} and {@code <name>-right}. Where a stream's key was changed, its records are moved to
 * the partition of their new key, through a topic named like its store. Serdes that are left out are those of the streams, else
 * {@link TopologyBuilder#defaultSerdes}.
 */
public final class StreamJoined<K extends @Nullable Object, V extends @Nullable Object, W extends @Nullable Object> {

    final @Nullable String name;
    final @Nullable String storeName;
    final @Nullable Serde<K> keySerde;
    final @Nullable Serde<V> valueSerde;
    final @Nullable Serde<W> otherValueSerde;
    final Optional<StoreType> type;

    private StreamJoined(
            @Nullable String name,
            @Nullable String storeName,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            @Nullable Serde<W> otherValueSerde,
            Optional<StoreType> type) {
        this.name = name;
        this.storeName = storeName;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.otherValueSerde = otherValueSerde;
        this.type = type;
    }

    /** Names the stores, and the topics of streams that are moved. */
    public static <K extends @Nullable Object, V extends @Nullable Object, W extends @Nullable Object>
            StreamJoined<K, V, W> as(String storeName) {
        return StreamJoined.<K, V, W>unnamed().withStoreName(storeName);
    }

    public static <K extends @Nullable Object, V extends @Nullable Object, W extends @Nullable Object>
            StreamJoined<K, V, W> with(Serde<K> keySerde, Serde<V> valueSerde, Serde<W> otherValueSerde) {
        return new StreamJoined<>(
                null,
                null,
                Objects.requireNonNull(keySerde, "keySerde"),
                Objects.requireNonNull(valueSerde, "valueSerde"),
                Objects.requireNonNull(otherValueSerde, "otherValueSerde"),
                Optional.empty());
    }

    /** Names the node, and what {@link #withStoreName} does not name. */
    public StreamJoined<K, V, W> withName(String newName) {
        return new StreamJoined<>(
                Objects.requireNonNull(newName, "name"), storeName, keySerde, valueSerde, otherValueSerde, type);
    }

    /** Names the stores, and the topics of streams that are moved; the name is not to be changed, since topics' names hold it. */
    public StreamJoined<K, V, W> withStoreName(String newName) {
        return new StreamJoined<>(
                name, Objects.requireNonNull(newName, "storeName"), keySerde, valueSerde, otherValueSerde, type);
    }

    public StreamJoined<K, V, W> withStoreType(StoreType newType) {
        return new StreamJoined<>(name, storeName, keySerde, valueSerde, otherValueSerde, Optional.of(newType));
    }

    static <K extends @Nullable Object, V extends @Nullable Object, W extends @Nullable Object>
            StreamJoined<K, V, W> unnamed() {
        return new StreamJoined<>(null, null, null, null, null, Optional.empty());
    }

    /** Returns what names of stores and topics begin with; null if nothing is named. */
    @Nullable
    String base() {
        return storeName == null ? name : storeName;
    }
}
