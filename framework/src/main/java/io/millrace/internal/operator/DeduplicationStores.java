package io.millrace.internal.operator;

import io.millrace.state.MapState;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.TimerState;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/**
 * The stores of a deduplication, by record key and id. Immutable.
 *
 * @param withinMs how far apart duplicates may be
 * @param timers have no changelog: they are made of what was seen
 */
public record DeduplicationStores<I>(
        long withinMs, StoreDefinition<MapState<I, Sightings>> seen, StoreDefinition<TimerState<I>> timers) {

    /** Returns those whose main store is named {@code name}; {@code within} is not negative. */
    public static <I> DeduplicationStores<I> of(String name, Duration within, Serde<?> keySerde, Serde<I> idSerde) {
        long withinMs = Spans.millis(within);
        StoreDefinition<MapState<I, Sightings>> seen =
                Stores.map(name, idSerde, Sightings.SERDE).withKeySerde(keySerde);
        return new DeduplicationStores<>(
                withinMs, seen, Stores.timersOfEntries(seen, (id, sightings) -> forgottenAt(sightings, withinMs)));
    }

    public List<StoreDefinition<?>> definitions() {
        return List.of(seen, timers);
    }

    /** Returns the watermark at which the earliest of {@code sightings} is of no use any more. */
    static long forgottenAt(Sightings sightings, long withinMs) {
        return Spans.after(Spans.after(sightings.earliest(), withinMs), 1);
    }
}
