package io.millrace.internal.async;

import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** Has everything go on in the order in which it came. Confined to the worker. */
final class OrderedQueue implements ReleaseQueue {

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();

    /** The times behind the last entry that is none, of which only the newest counts. */
    private final Map<Place, NewestTime> lastTimes = new HashMap<>();

    private int size;

    @Override
    public void add(QueuedRecord queued) {
        lastTimes.clear();
        entries.add(new Waiting(queued));
        size++;
    }

    @Override
    public void add(int lane, LaneEvent.Time time) {
        Place place = new Place(lane, time.assignment());
        NewestTime last = lastTimes.get(place);
        if (last == null) {
            NewestTime added = new NewestTime(lane, time);
            lastTimes.put(place, added);
            entries.add(added);
        } else {
            last.time = time;
        }
    }

    @Override
    public void add(int lane, LaneEvent.Opening opening) {
        addEvent(worker -> worker.opening(lane, opening));
    }

    @Override
    public void add(LaneEvent.Barrier barrier) {
        addEvent(worker -> worker.barrier(barrier));
    }

    @Override
    public void ended(QueuedRecord queued) {
        // It goes on when its turn comes.
    }

    @Override
    public int release(Inbox.Receiver worker) {
        int released = 0;
        while (worker.wantsMore()) {
            Entry first = entries.peek();
            if (first == null || !first.mayGoOn()) {
                break;
            }
            entries.remove();
            if (first instanceof Waiting) {
                size--;
            } else if (first instanceof NewestTime given) {
                lastTimes.remove(given.place(), given);
            }
            first.giveTo(worker);
            released++;
        }
        return released;
    }

    @Override
    public int size() {
        return size;
    }

    private void addEvent(Event event) {
        lastTimes.clear();
        entries.add(event);
    }

    /** What waits for its turn. */
    private interface Entry {

        default boolean mayGoOn() {
            return true;
        }

        void giveTo(Inbox.Receiver worker);
    }

    private record Waiting(QueuedRecord queued) implements Entry {

        @Override
        public boolean mayGoOn() {
            return queued.hasEnded();
        }

        @Override
        public void giveTo(Inbox.Receiver worker) {
            worker.data(queued.lane(), queued.released());
        }
    }

    private interface Event extends Entry {}

    private static final class NewestTime implements Entry {
        private final int lane;
        private LaneEvent.Time time;

        NewestTime(int lane, LaneEvent.Time time) {
            this.lane = lane;
            this.time = time;
        }

        Place place() {
            return new Place(lane, time.assignment());
        }

        @Override
        public void giveTo(Inbox.Receiver worker) {
            worker.time(lane, time);
        }
    }
}
