package io.millrace.internal.async;

import org.jspecify.annotations.Nullable;

/** A record that has not gone on, as one link of the chain of its place: how far time was before it, and is behind it. Confined to the worker. */
final class TimeMark {

    final PlaceTime place;
    final long before;
    long after;
    boolean idleAfter;

    @Nullable
    TimeMark previous;

    @Nullable
    TimeMark next;

    TimeMark(PlaceTime place, long before, long after) {
        this.place = place;
        this.before = before;
        this.after = after;
    }
}
