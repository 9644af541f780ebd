package io.millrace.samples.features;

import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.FixedKeyProcessorContext;
import io.millrace.processor.FixedKeyRecord;
import io.millrace.processor.Timer;
import io.millrace.samples.features.model.Popularity;
import io.millrace.samples.features.model.ShopEvent;
import io.millrace.samples.features.state.ItemHistories;
import io.millrace.samples.features.state.ItemHistory;
import io.millrace.state.StoreDefinition;
import io.millrace.state.TimerState;
import io.millrace.state.ValueState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells an item's popularity with each event, and when it changes because nothing more happens: a timer is set to that moment. In the end it
 * tells null and forgets the item.
 *
 * <p>Confined to its worker.
 */
final class ItemTracker implements FixedKeyProcessor<String, ShopEvent, @Nullable Popularity> {
    private final ItemHistories items;
    private final StoreDefinition<ValueState<ItemHistory>> store;
    private final StoreDefinition<TimerState<String>> timerStore;
    private @Nullable FixedKeyProcessorContext<String, @Nullable Popularity> context;
    private @Nullable ValueState<ItemHistory> state;
    private @Nullable TimerState<String> timer;

    ItemTracker(
            ItemHistories items,
            StoreDefinition<ValueState<ItemHistory>> store,
            StoreDefinition<TimerState<String>> timerStore) {
        this.items = items;
        this.store = store;
        this.timerStore = timerStore;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, @Nullable Popularity> newContext) {
        context = newContext;
        state = newContext.getStateStore(store);
        timer = newContext.getStateStore(timerStore);
    }

    @Override
    public void process(FixedKeyRecord<String, ShopEvent> record) {
        ItemHistory before = history();
        ItemHistory history = items.with(before, record.value(), record.timestamp());
        if (history != before) {
            keepAndTell(history, record);
        }
    }

    @Override
    public void onTimer(Timer<String> due, FixedKeyRecord<String, @Nullable Void> record) {
        ItemHistory history = items.aged(history(), due.timestamp());
        if (items.isForgotten(history)) {
            state().clear();
            tellForgotten(record);
        } else {
            keepAndTell(history, record);
        }
    }

    @SuppressWarnings("NullAway") // the value's type allows null, which the checker does not see
    private void tellForgotten(FixedKeyRecord<String, @Nullable Void> record) {
        context().forward(record.withValue(null));
    }

    private void keepAndTell(ItemHistory history, FixedKeyRecord<String, ?> record) {
        state().set(history);
        timer().atEventTime(TimerState.UNNAMED, items.nextChange(history));
        context().forward(record.withValue(items.popularity(record.key(), history, history.asOf())));
    }

    private ItemHistory history() {
        return Objects.requireNonNullElse(state().get(), ItemHistory.NONE);
    }

    private FixedKeyProcessorContext<String, @Nullable Popularity> context() {
        return Objects.requireNonNull(context, "initialised");
    }

    private ValueState<ItemHistory> state() {
        return Objects.requireNonNull(state, "initialised");
    }

    private TimerState<String> timer() {
        return Objects.requireNonNull(timer, "initialised");
    }
}
