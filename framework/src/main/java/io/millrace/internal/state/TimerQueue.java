package io.millrace.internal.state;

import io.millrace.internal.state.TimeOrder.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The timers of one store in one shard and one worker, in the order in which they are due; of those that are due at the same time, the
 * one that was set first comes first. Setting a timer again replaces it.
 *
 * <p>Confined to the worker.
 */
final class TimerQueue {

    /** By what {@link #index} gives. */
    private final Map<Object, Place> timers = new HashMap<>();

    private final TimeOrder byEventTime = new TimeOrder();
    private final TimeOrder byProcessingTime = new TimeOrder();

    /** A timer that is due. Immutable. */
    record Taken(Object key, Object name, long due) {}

    /** Sets the timer {@code name} of {@code key}; returns whether that changed anything. */
    boolean set(Object key, Object name, long due) {
        Object index = index(key, name);
        Place before = timers.get(index);
        if (before != null) {
            if (before.due() == due) {
                return false;
            }
            order(before).remove(before);
        }
        add(index, new Place(key, name, due));
        return true;
    }

    /** Sets the timer {@code name} of {@code key} unless it is set. */
    void setIfAbsent(Object key, Object name, long due) {
        Object index = index(key, name);
        if (!timers.containsKey(index)) {
            add(index, new Place(key, name, due));
        }
    }

    /** Takes the timer {@code name} of {@code key} back; returns whether there was one. */
    boolean cancel(Object key, Object name) {
        Place removed = timers.remove(index(key, name));
        if (removed == null) {
            return false;
        }
        order(removed).remove(removed);
        return true;
    }

    /** Returns the event time of the first timer; {@link Due#NEVER} if there is none. */
    long nextEventTime() {
        return next(byEventTime);
    }

    /** Returns the processing time of the first timer; {@link Due#NEVER} if there is none. */
    long nextProcessingTime() {
        return next(byProcessingTime);
    }

    /** Removes and returns the first timer by event time, which there has to be. */
    Taken takeByEventTime() {
        return take(byEventTime);
    }

    /** Removes and returns the first timer by processing time, which there has to be. */
    Taken takeByProcessingTime() {
        return take(byProcessingTime);
    }

    /** Returns how many timers are set. */
    int size() {
        return timers.size();
    }

    /** The one name that has no content costs no object at each look. */
    private static Object index(Object key, Object name) {
        return "".equals(name) ? KeyBytes.identity(key) : CompoundKey.of(key, name);
    }

    private static long next(TimeOrder order) {
        Place first = order.first();
        return first == null ? Due.NEVER : Due.at(first.due());
    }

    private Taken take(TimeOrder order) {
        Place first = Objects.requireNonNull(order.first(), "a timer is taken after it was seen to be due");
        order.remove(first);
        timers.remove(index(first.key(), first.name()));
        return new Taken(first.key(), first.name(), first.due());
    }

    private void add(Object index, Place place) {
        timers.put(index, place);
        order(place).add(place);
    }

    private TimeOrder order(Place place) {
        return Due.isByEventTime(place.due()) ? byEventTime : byProcessingTime;
    }
}
