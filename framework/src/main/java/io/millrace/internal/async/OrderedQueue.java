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

    private int records;
    private int barriers;

    @Override
    public void add(QueuedRecord queued) {
        lastTimes.clear();
        entries.add(new WaitingRecord(queued));
        records++;
    }

    @Override
    public void add(int lane, LaneEvent.Time time) {
        Place place = new Place(lane, time.assignment());
        NewestTime last = lastTimes.get(place);
        if (last == null) {
            NewestTime added = new NewestTime(place, time);
            lastTimes.put(place, added);
            entries.add(added);
        } else {
            last.time = time;
        }
    }

    @Override
    public void add(LaneEvent.Barrier barrier) {
        lastTimes.clear();
        entries.add(new WaitingBarrier(barrier));
        barriers++;
    }

    @Override
    public void ended(QueuedRecord queued) {
        // It goes on when its turn comes.
    }

    @Override
    public boolean giveNext(Inbox.Receiver worker) {
        Entry first = entries.peek();
        if (first == null || !first.mayGoOn()) {
            return false;
        }
        entries.remove().giveTo(worker);
        return true;
    }

    @Override
    public int records() {
        return records;
    }

    @Override
    public int barriers() {
        return barriers;
    }

    /** What waits for its turn. */
    private interface Entry {

        boolean mayGoOn();

        void giveTo(Inbox.Receiver worker);
    }

    private final class WaitingRecord implements Entry {
        private final QueuedRecord queued;

        WaitingRecord(QueuedRecord queued) {
            this.queued = queued;
        }

        @Override
        public boolean mayGoOn() {
            return queued.hasEnded();
        }

        @Override
        public void giveTo(Inbox.Receiver worker) {
            records--;
            worker.data(queued.lane(), queued.released());
        }
    }

    private final class WaitingBarrier implements Entry {
        private final LaneEvent.Barrier barrier;

        WaitingBarrier(LaneEvent.Barrier barrier) {
            this.barrier = barrier;
        }

        @Override
        public boolean mayGoOn() {
            return true;
        }

        @Override
        public void giveTo(Inbox.Receiver worker) {
            barriers--;
            worker.barrier(barrier);
        }
    }

    private final class NewestTime implements Entry {
        private final Place place;
        private LaneEvent.Time time;

        NewestTime(Place place, LaneEvent.Time time) {
            this.place = place;
            this.time = time;
        }

        @Override
        public boolean mayGoOn() {
            return true;
        }

        @Override
        public void giveTo(Inbox.Receiver worker) {
            lastTimes.remove(place, this);
            worker.time(place.lane(), time);
        }
    }
}
