package io.millrace.internal.operator;

import io.millrace.processor.Timer;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreKind;
import io.millrace.state.Stores;
import io.millrace.state.TimerState;
import io.millrace.state.ValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * The stores of a windowed aggregation. Immutable.
 *
 * @param windows all windows of each key
 * @param timers when each key is to be seen to by event time; made of the windows
 * @param early when each key is to tell what has changed, by the wall clock; null where nothing is told so
 */
record WindowStores<A>(
        StoreDefinition<ValueState<KeyWindows<A>>> windows,
        StoreDefinition<TimerState<String>> timers,
        @Nullable StoreDefinition<TimerState<String>> early,
        Expiry<A> expiry) {

    /** Returns the stores that have aggregates in windows where {@code table} would have one of each key. */
    static <A> WindowStores<A> of(StoreDefinition<ValueState<A>> table, Expiry<A> expiry, boolean hasEarly) {
        StoreDefinition<ValueState<KeyWindows<A>>> windows = inWindows(table, expiry.shape());
        return new WindowStores<>(
                windows, Stores.timersOf(windows, expiry::timerOf), hasEarly ? early(table) : null, expiry);
    }

    List<StoreDefinition<?>> all() {
        List<StoreDefinition<?>> all = new ArrayList<>(List.of(windows, timers));
        if (early != null) {
            all.add(early);
        }
        return all;
    }

    /** Returns whether {@code timer} is made of the windows. */
    boolean isTimerOfWindows(Timer<?> timer) {
        return timer.store().equals(timers.name());
    }

    StoreDefinition<TimerState<String>> requiredEarly() {
        return Objects.requireNonNull(early, "what is told early has timers");
    }

    @SuppressWarnings("unchecked") // a table's value serde is that of its aggregates
    private static <A> StoreDefinition<ValueState<KeyWindows<A>>> inWindows(
            StoreDefinition<ValueState<A>> table, WindowShape<?, ?, A> shape) {
        return new StoreDefinition<>(
                table.name(),
                StoreKind.VALUE,
                table.keySerde(),
                null,
                new KeyWindowsSerde<>((Serde<A>) table.valueSerde(), shape),
                table.type(),
                table.ttl(),
                table.logged(),
                null);
    }

    private static StoreDefinition<TimerState<String>> early(StoreDefinition<?> table) {
        StoreDefinition<TimerState<String>> timers = Stores.timers(table.name() + "-early");
        StoreDefinition<TimerState<String>> keyed =
                table.keySerde() == null ? timers : timers.withKeySerde(table.keySerde());
        return table.logged() ? keyed : keyed.withLoggingDisabled();
    }
}
