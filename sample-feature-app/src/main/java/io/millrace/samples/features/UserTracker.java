package io.millrace.samples.features;

import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.FixedKeyProcessorContext;
import io.millrace.processor.FixedKeyRecord;
import io.millrace.processor.Timer;
import io.millrace.samples.features.model.ShopEvent;
import io.millrace.samples.features.model.UserFeatures;
import io.millrace.samples.features.state.Action;
import io.millrace.samples.features.state.UserHistories;
import io.millrace.samples.features.state.UserHistory;
import io.millrace.state.StoreDefinition;
import io.millrace.state.TimerState;
import io.millrace.state.ValueState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells a user's features with each event, and when they change because the user stays away: a timer is set to that moment. In the end it
 * tells null and forgets the user.
 *
 * <p>Confined to its worker.
 */
final class UserTracker implements FixedKeyProcessor<String, ShopEvent, @Nullable UserFeatures> {
    private final UserHistories users;
    private final StoreDefinition<ValueState<UserHistory>> store;
    private final StoreDefinition<TimerState<String>> timerStore;
    private @Nullable FixedKeyProcessorContext<String, @Nullable UserFeatures> context;
    private @Nullable ValueState<UserHistory> state;
    private @Nullable TimerState<String> timer;

    UserTracker(
            UserHistories users,
            StoreDefinition<ValueState<UserHistory>> store,
            StoreDefinition<TimerState<String>> timerStore) {
        this.users = users;
        this.store = store;
        this.timerStore = timerStore;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, @Nullable UserFeatures> newContext) {
        context = newContext;
        state = newContext.getStateStore(store);
        timer = newContext.getStateStore(timerStore);
    }

    @Override
    public void process(FixedKeyRecord<String, ShopEvent> record) {
        UserHistory before = history();
        UserHistory history = users.with(before, Action.of(record.value(), record.timestamp()));
        if (history != before) {
            keepAndTell(history, record);
        }
    }

    @Override
    public void onTimer(Timer<String> due, FixedKeyRecord<String, @Nullable Void> record) {
        UserHistory history = users.aged(history(), due.timestamp());
        if (users.isForgotten(history)) {
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

    private void keepAndTell(UserHistory history, FixedKeyRecord<String, ?> record) {
        state().set(history);
        timer().atEventTime(TimerState.UNNAMED, users.nextChange(history));
        context().forward(record.withValue(users.features(record.key(), history, history.asOf())));
    }

    private UserHistory history() {
        return Objects.requireNonNullElse(state().get(), UserHistory.NONE);
    }

    private FixedKeyProcessorContext<String, @Nullable UserFeatures> context() {
        return Objects.requireNonNull(context, "initialised");
    }

    private ValueState<UserHistory> state() {
        return Objects.requireNonNull(state, "initialised");
    }

    private TimerState<String> timer() {
        return Objects.requireNonNull(timer, "initialised");
    }
}
