package io.millrace.state;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How the result of an aggregation, or a table, is stored. Immutable.
 *
 * <p>What is left out falls back on the stream's serdes, the topology's store type, a name made from the operation's, and a
 * changelog.
 */
public final class Materialized<K, V> {

    private final @Nullable String name;
    private final @Nullable Serde<K> keySerde;
    private final @Nullable Serde<V> valueSerde;
    private final Optional<StoreType> type;
    private final Optional<Duration> ttl;
    private final boolean logged;

    private Materialized(
            @Nullable String name,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            Optional<StoreType> type,
            Optional<Duration> ttl,
            boolean logged) {
        this.name = name;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.type = type;
        this.ttl = ttl;
        this.logged = logged;
    }

    /** Names the store; the name is not to be changed, since the changelog topic's name holds it. */
    public static <K, V> Materialized<K, V> as(String name) {
        return new Materialized<>(name, null, null, Optional.empty(), Optional.empty(), true);
    }

    public static <K, V> Materialized<K, V> with(Serde<K> keySerde, Serde<V> valueSerde) {
        return new Materialized<>(null, keySerde, valueSerde, Optional.empty(), Optional.empty(), true);
    }

    public Materialized<K, V> withKeySerde(Serde<K> newKeySerde) {
        return new Materialized<>(name, newKeySerde, valueSerde, type, ttl, logged);
    }

    public Materialized<K, V> withValueSerde(Serde<V> newValueSerde) {
        return new Materialized<>(name, keySerde, newValueSerde, type, ttl, logged);
    }

    public Materialized<K, V> withStoreType(StoreType newType) {
        return new Materialized<>(name, keySerde, valueSerde, Optional.of(newType), ttl, logged);
    }

    /** Drops entries that were not written for {@code newTtl} by the wall clock, also of keys that are never seen again. */
    public Materialized<K, V> withTtl(Duration newTtl) {
        return new Materialized<>(name, keySerde, valueSerde, type, Optional.of(newTtl), logged);
    }

    /** Has it kept in this process only: no changelog, nothing restored. */
    public Materialized<K, V> withLoggingDisabled() {
        return new Materialized<>(name, keySerde, valueSerde, type, ttl, false);
    }

    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    public Optional<Serde<K>> keySerde() {
        return Optional.ofNullable(keySerde);
    }

    public Optional<Serde<V>> valueSerde() {
        return Optional.ofNullable(valueSerde);
    }

    public Optional<Duration> ttl() {
        return ttl;
    }

    /** Returns the store that this asks for; {@code otherName} and the serdes stand in for what is left out. */
    public StoreDefinition<ValueState<V>> definition(
            String otherName, @Nullable Serde<?> otherKeySerde, Serde<?> otherValueSerde) {
        return new StoreDefinition<>(
                name == null ? otherName : name,
                StoreKind.VALUE,
                keySerde == null ? otherKeySerde : keySerde,
                null,
                valueSerde == null ? otherValueSerde : valueSerde,
                type,
                ttl,
                logged,
                null);
    }
}
