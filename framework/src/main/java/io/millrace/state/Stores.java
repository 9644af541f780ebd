package io.millrace.state;

import java.util.Optional;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
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

    /**
     * Declares timers by record key and name. They have a changelog, as any state has. With {@code process(...)}, what they do is
     * said by {@code onTimer}.
     */
    public static StoreDefinition<TimerState<String>> timers(String name) {
        return of(name, StoreKind.TIMERS, null, Serdes.String(), Serdes.Long());
    }

    /**
     * Declares one event-time timer, {@link TimerState#UNNAMED}, for each value of {@code store}, which the same processor uses. They
     * are not stored: after a restart they are made of the values. So whoever sets a value has to set its timer to what {@code due}
     * says of it, too.
     *
     * @param due when the value's timer is due, by event time in milliseconds since the epoch; {@code Long.MAX_VALUE} for none
     */
    @SuppressWarnings("unchecked") // the values of a store are of its type
    public static <V> StoreDefinition<TimerState<String>> timersOf(
            StoreDefinition<ValueState<V>> store, ToLongFunction<? super V> due) {
        return derived(new TimerSource(store, (name, value) -> due.applyAsLong((V) value)));
    }

    /** Declares one event-time timer for each entry of a map, named by the map's key; else as for values. */
    @SuppressWarnings("unchecked") // the entries of a store are of its types
    public static <N, V> StoreDefinition<TimerState<N>> timersOfEntries(
            StoreDefinition<MapState<N, V>> store, ToLongBiFunction<? super N, ? super V> due) {
        return derived(new TimerSource(store, (name, value) -> due.applyAsLong((N) name, (V) value)));
    }

    private static <N> StoreDefinition<TimerState<N>> derived(TimerSource source) {
        return new StoreDefinition<>(
                source.store().name() + "-timers",
                StoreKind.TIMERS,
                source.store().keySerde(),
                source.store().mapKeySerde(),
                Serdes.Long(),
                Optional.of(StoreType.IN_MEMORY),
                Optional.empty(),
                false,
                source);
    }

    private static <S> StoreDefinition<S> of(
            String name,
            StoreKind kind,
            @Nullable Serde<?> keySerde,
            @Nullable Serde<?> mapKeySerde,
            Serde<?> valueSerde) {
        return new StoreDefinition<>(
                name, kind, keySerde, mapKeySerde, valueSerde, Optional.empty(), Optional.empty(), true, null);
    }
}
