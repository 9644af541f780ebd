package io.millrace.state;

import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Makes the declarations of stores. Unless told otherwise they are of the topology's store type, logged, and keep their
 * entries for ever.
 */
public final class Stores {

    private Stores() {}

    /** Declares values by any key, with range scans, shared by all records of an input partition. */
    public static <K, V> StoreDefinition<KeyValueStore<K, V>> keyValue(
            String name, Serde<K> keySerde, Serde<V> valueSerde) {
        return of(name, StoreKind.KEY_VALUE, keySerde, null, valueSerde);
    }

    /** Declares one value for each record key. */
    public static <V> StoreDefinition<ValueState<V>> value(String name, Serde<V> valueSerde) {
        return of(name, StoreKind.VALUE, null, null, valueSerde);
    }

    /** Declares a list for each record key. */
    public static <E> StoreDefinition<ListState<E>> list(String name, Serde<E> elementSerde) {
        return of(name, StoreKind.LIST, null, null, elementSerde);
    }

    /** Declares a map for each record key. */
    public static <K, V> StoreDefinition<MapState<K, V>> map(String name, Serde<K> mapKeySerde, Serde<V> valueSerde) {
        return of(name, StoreKind.MAP, null, mapKeySerde, valueSerde);
    }

    private static <S> StoreDefinition<S> of(
            String name,
            StoreKind kind,
            @Nullable Serde<?> keySerde,
            @Nullable Serde<?> mapKeySerde,
            Serde<?> valueSerde) {
        return new StoreDefinition<>(
                name, kind, keySerde, mapKeySerde, valueSerde, Optional.empty(), Optional.empty(), true);
    }
}
