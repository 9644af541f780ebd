package io.millrace.internal.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.state.TimerState;
import io.millrace.state.ValueState;
import org.jspecify.annotations.Nullable;

/** The windows of the key in hand, and the timer that is made of them. Confined to the worker. */
final class WindowStore<A> {

    private final ValueState<KeyWindows<A>> state;
    private final TimerState<String> timer;
    private final Expiry<A> expiry;

    WindowStore(ProcessorContext<?, ?> context, WindowStores<A> stores) {
        this.state = context.getStateStore(stores.windows());
        this.timer = context.getStateStore(stores.timers());
        this.expiry = stores.expiry();
    }

    /** Returns what is kept; empty if there is nothing. */
    KeyWindows<A> get() {
        @Nullable KeyWindows<A> windows = state.get();
        return windows == null ? KeyWindows.none() : windows;
    }

    /** Keeps {@code windows} in the place of {@code before}, whose timer is set. */
    void replace(KeyWindows<A> before, KeyWindows<A> windows) {
        if (windows == before) {
            return;
        }
        if (windows.isEmpty()) {
            state.clear();
            timer.cancel(TimerState.UNNAMED);
            return;
        }
        state.set(windows);
        long due = expiry.timerOf(windows);
        if (before.isEmpty() || expiry.timerOf(before) != due) {
            timer.atEventTime(TimerState.UNNAMED, due);
        }
    }

    /** Keeps {@code windows}, whose timer has fired. */
    void replaceFired(KeyWindows<A> windows) {
        if (windows.isEmpty()) {
            state.clear();
        } else {
            state.set(windows);
            timer.atEventTime(TimerState.UNNAMED, expiry.timerOf(windows));
        }
    }
}
