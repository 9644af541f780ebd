package io.millrace.state;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Declares a store; {@link Stores} makes them. Pass it to {@code process(...)} and ask the processor's context for it.
 *
 * <p>Its serdes are used by several threads at once: those of the workers, and the one that commits.
 *
 * <p>Immutable.
 *
 * @param <S> what user code sees: {@link KeyValueStore}, {@link ValueState}, {@link ListState}, {@link MapState} or {@link TimerState}
 * @param name unique in the topology, and not to be changed: the changelog topic's name holds it
 * @param keySerde of the store's key, which for all but key-value stores is the record's; null takes the stream's
 * @param mapKeySerde of the keys within a {@link MapState}; null for other kinds
 * @param type empty takes the topology's setting
 * @param ttl an entry that was not written for so long, by the wall clock, is gone; empty keeps it for ever
 * @param logged whether a changelog topic makes it durable; without one it is empty after each restart and rebalance
 * @param timerSource of what timers that are not logged are made after a restart; null for everything else
 */
public record StoreDefinition<S>(
        String name,
        StoreKind kind,
        @Nullable Serde<?> keySerde,
        @Nullable Serde<?> mapKeySerde,
        Serde<?> valueSerde,
        Optional<StoreType> type,
        Optional<Duration> ttl,
        boolean logged,
        @Nullable TimerSource timerSource) {

    public StoreDefinition {
        Objects.requireNonNull(name, "name");
        ttl.ifPresent(duration -> {
            if (duration.toMillis() < 1) {
                throw new IllegalArgumentException(
                        "Store '%s' has a TTL of %s: give at least 1 ms".formatted(name, duration));
            }
        });
    }

    /** Sets the serde of the record's key, where it is not the stream's. */
    public StoreDefinition<S> withKeySerde(Serde<?> newKeySerde) {
        return new StoreDefinition<>(name, kind, newKeySerde, mapKeySerde, valueSerde, type, ttl, logged, timerSource);
    }

    public StoreDefinition<S> withStoreType(StoreType newType) {
        return new StoreDefinition<>(
                name, kind, keySerde, mapKeySerde, valueSerde, Optional.of(newType), ttl, logged, timerSource);
    }

    /** Drops entries that were not written for {@code newTtl} by the wall clock, also of keys that are never seen again. */
    public StoreDefinition<S> withTtl(Duration newTtl) {
        return new StoreDefinition<>(
                name, kind, keySerde, mapKeySerde, valueSerde, type, Optional.of(newTtl), logged, timerSource);
    }

    /** Has it kept in this process only: no changelog, nothing restored. */
    public StoreDefinition<S> withLoggingDisabled() {
        return new StoreDefinition<>(name, kind, keySerde, mapKeySerde, valueSerde, type, ttl, false, timerSource);
    }
}
