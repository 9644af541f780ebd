package io.millrace.internal.engine;

import io.millrace.internal.exchange.WakeUp;
import org.jspecify.annotations.Nullable;

/** Wakes the thread that polls Kafka; handed out before there is one, since the lanes come first. Thread-safe. */
final class PollThread implements WakeUp {

    private volatile @Nullable WakeUp source;

    void is(WakeUp newSource) {
        source = newSource;
    }

    @Override
    public void wakeUp() {
        WakeUp current = source;
        if (current != null) {
            current.wakeUp();
        }
    }
}
