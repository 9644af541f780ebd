package io.millrace.internal.state;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one store in one shard and one worker, in the order in which they are due; of those that are due at the same time, the
 * one that was set first comes first. Setting a timer again replaces it.
 *
 * <p>A timer that is put off, as that of a session is by each record, keeps its place in the heap and is sorted in anew when its turn
 * would have come: so that costs a look into a map only. One that is taken back, or brought forward, leaves a dead place behind, which
 * is skipped; when there are many, they are cleared up.
 *
 * <p>Confined to the worker.
 */
final class TimerQueue {

    private static final int DEAD_PLACES_WORTH_CLEARING = 1_000;

    /** Written out: a chain of comparators took a tenth of the time of windows that overlap. */
    private static final Comparator<Place> ORDER = (one, other) ->
            one.at == other.at ? Long.compare(one.number, other.number) : Long.compare(one.at, other.at);

    /** By what {@link #index} gives. */
    private final Map<Object, Place> timers = new HashMap<>();

    private final PriorityQueue<Place> byEventTime = new PriorityQueue<>(ORDER);
    private final PriorityQueue<Place> byProcessingTime = new PriorityQueue<>(ORDER);
    private long nextNumber;
    private int dead;

    /** A timer that is due. Immutable. */
    record Taken(Object key, Object name, long due) {}

    /** Sets the timer {@code name} of {@code key}; returns whether that changed anything. */
    boolean set(Object key, Object name, long due) {
        Object index = index(key, name);
        Place before = timers.get(index);
        if (before != null && before.due == due) {
            return false;
        }
        if (before != null && Due.isByEventTime(before.due) == Due.isByEventTime(due) && Due.at(due) >= before.at) {
            before.due = due;
            before.nextNumber = nextNumber++;
            return true;
        }
        if (before != null) {
            kill(before);
        }
        add(index, new Place(key, name, due, nextNumber++));
        return true;
    }

    /** Sets the timer {@code name} of {@code key} unless it is set. */
    void setIfAbsent(Object key, Object name, long due) {
        Object index = index(key, name);
        if (!timers.containsKey(index)) {
            add(index, new Place(key, name, due, nextNumber++));
        }
    }

    /** Takes the timer {@code name} of {@code key} back; returns whether there was one. */
    boolean cancel(Object key, Object name) {
        Place removed = timers.remove(index(key, name));
        if (removed == null) {
            return false;
        }
        kill(removed);
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

    /** Returns how many places the heaps have, dead ones included. */
    int places() {
        return byEventTime.size() + byProcessingTime.size();
    }

    /** The one name that has no content costs no object at each look. */
    private static Object index(Object key, Object name) {
        return "".equals(name) ? KeyBytes.identity(key) : CompoundKey.of(key, name);
    }

    private long next(PriorityQueue<Place> heap) {
        Place first = settled(heap);
        return first == null ? Due.NEVER : first.at;
    }

    private Taken take(PriorityQueue<Place> heap) {
        Place first = Objects.requireNonNull(settled(heap), "a timer is taken after it was seen to be due");
        heap.remove();
        timers.remove(index(first.key, first.name));
        return new Taken(first.key, first.name, first.due);
    }

    /** Returns the first place once dead ones are gone from before it and those that were put off are where they belong. */
    private @Nullable Place settled(PriorityQueue<Place> heap) {
        Place first = heap.peek();
        while (first != null && (first.isDead || first.number != first.nextNumber)) {
            heap.remove();
            if (first.isDead) {
                dead--;
            } else {
                first.at = Due.at(first.due);
                first.number = first.nextNumber;
                heap.add(first);
            }
            first = heap.peek();
        }
        return first;
    }

    private void add(Object index, Place place) {
        timers.put(index, place);
        (Due.isByEventTime(place.due) ? byEventTime : byProcessingTime).add(place);
    }

    private void kill(Place place) {
        place.isDead = true;
        dead++;
        if (dead > DEAD_PLACES_WORTH_CLEARING && dead > places() / 2) {
            byEventTime.removeIf(each -> each.isDead);
            byProcessingTime.removeIf(each -> each.isDead);
            dead = 0;
        }
    }

    /** A timer's place in a heap, which goes by {@code at} and {@code number}: they change outside of it only. */
    private static final class Place {
        private final Object key;
        private final Object name;
        private long due;
        private long nextNumber;
        private long at;
        private long number;
        private boolean isDead;

        Place(Object key, Object name, long due, long number) {
            this.key = key;
            this.name = name;
            this.due = due;
            this.nextNumber = number;
            this.at = Due.at(due);
            this.number = number;
        }
    }
}
