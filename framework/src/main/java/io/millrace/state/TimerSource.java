package io.millrace.state;

import java.util.Objects;
import java.util.function.ToLongBiFunction;

/**
 * The store that event-time timers are made of anew after a restart, instead of being stored themselves. Immutable.
 *
 * @param store of one value or a map for each record key
 * @param due the event time at which an entry's timer is due, from the map's key ({@link TimerState#UNNAMED} for a value) and the
 *     value; {@code Long.MAX_VALUE} for none
 */
public record TimerSource(StoreDefinition<?> store, ToLongBiFunction<Object, Object> due) {

    public TimerSource {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(due, "due");
    }
}
