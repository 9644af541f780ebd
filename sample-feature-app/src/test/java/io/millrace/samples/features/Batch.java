package io.millrace.samples.features;

import io.millrace.samples.features.state.Action;
import java.util.ArrayList;
import java.util.List;

/**
 * All events of a user or an item that have counted so far, and what a batch makes of them.
 *
 * <p>Confined to one thread.
 *
 * @param <F> what is told
 */
abstract class Batch<F> {
    static final long HOUR = 3_600_000;

    private final List<Action> counted;
    private long asOf;

    Batch(List<Action> counted, long asOf) {
        this.counted = new ArrayList<>(counted);
        this.asOf = asOf;
    }

    /** Works everything out anew, with nothing of the sample's own arithmetic. */
    abstract F features(long time);

    abstract boolean isLate(Action action);

    abstract Batch<F> copy();

    final void add(Action action) {
        counted.add(action);
        asOf = Math.max(asOf, action.time());
    }

    final void ageTo(long time) {
        asOf = Math.max(asOf, time);
    }

    final List<Action> counted() {
        return counted;
    }

    final long version() {
        return counted.size();
    }

    final long asOf() {
        return asOf;
    }

    final long lastSeen() {
        return counted.stream().mapToLong(Action::time).max().orElseThrow();
    }
}
