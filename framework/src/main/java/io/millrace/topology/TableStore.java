package io.millrace.topology;

import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the store behind a table: what the user says of it, and the serdes to fall back on. Immutable.
 *
 * @param materialized null if the user says nothing
 */
record TableStore<K, A>(
        @Nullable Materialized<K, A> materialized,
        @Nullable Serde<K> streamKeySerde,
        @Nullable Serde<A> otherValueSerde) {

    /** Returns the store's name if the user gave one. */
    @Nullable
    String name() {
        return materialized == null ? null : materialized.name().orElse(null);
    }

    @Nullable
    Serde<K> keySerde() {
        return materialized == null ? streamKeySerde : materialized.keySerde().orElse(streamKeySerde);
    }

    @Nullable
    Serde<A> valueSerde() {
        return materialized == null
                ? otherValueSerde
                : materialized.valueSerde().orElse(otherValueSerde);
    }

    /** Returns the store, named {@code otherName} if the user gave no name. */
    StoreDefinition<ValueState<A>> definition(String otherName, Serde<?> keySerde, Serde<?> valueSerde) {
        if (materialized != null) {
            return materialized.definition(otherName, keySerde, valueSerde);
        }
        return Stores.<A>value(otherName, cast(valueSerde)).withKeySerde(keySerde);
    }

    @SuppressWarnings("unchecked") // a default serde is the user's word that it fits
    private static <A> Serde<A> cast(Serde<?> serde) {
        return (Serde<A>) serde;
    }
}
