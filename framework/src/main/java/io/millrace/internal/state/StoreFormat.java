package io.millrace.internal.state;

import io.millrace.state.StoreDefinition;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * How the entries of one store become bytes and come back. Thread-safe as far as the user's serdes are.
 *
 * @param store its name
 */
record StoreFormat<K, V>(String store, KeyFormat<K> keys, StoreSerde<V> values) {

    /** Returns the format of {@code definition}; {@code changelog} is the topic that its serdes are told. */
    static StoreFormat<?, Object> of(StoreDefinition<?> definition, String changelog) {
        StoreSerde<Object> values = serde(definition, changelog, "a value", definition.valueSerde());
        return switch (definition.kind()) {
            case KEY_VALUE, VALUE -> new StoreFormat<>(definition.name(), plainKeys(definition, changelog), values);
            case LIST, MAP, TIMERS -> new StoreFormat<>(definition.name(), compoundKeys(definition, changelog), values);
        };
    }

    static PlainKeys<Object> plainKeys(StoreDefinition<?> definition, String changelog) {
        return new PlainKeys<>(serde(definition, changelog, "a key", definition.keySerde()));
    }

    static CompoundKeys compoundKeys(StoreDefinition<?> definition, String changelog) {
        Serde<?> parts = definition.mapKeySerde() == null ? Serdes.Long() : definition.mapKeySerde();
        return new CompoundKeys(
                serde(definition, changelog, "a key", definition.keySerde()),
                serde(definition, changelog, "a map's key", parts));
    }

    byte[] keyBytes(K key) {
        return keys.bytes(key);
    }

    byte[] valueBytes(V value) {
        return values.bytes(value);
    }

    @SuppressWarnings("unchecked") // the types of a store's entries are those of its serdes
    private static StoreSerde<Object> serde(
            StoreDefinition<?> definition, String changelog, String what, @Nullable Serde<?> serde) {
        if (serde == null) {
            throw new IllegalStateException(
                    "Store '%s' has no serde for its keys: the stream's should stand in".formatted(definition.name()));
        }
        return new StoreSerde<>(definition.name(), changelog, what, (Serde<Object>) serde);
    }
}
