package io.millrace.internal.async;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Event time among records that overtake one another: none goes on with more of it than what is certain, so that none of those before is
 * late on account of that. What becomes certain is told behind.
 *
 * <p>Confined to the worker.
 */
final class SegmentTimes {

    private final ToldTimes told;
    private final Map<Place, PlaceTime> places = new HashMap<>();
    private final Set<PlaceTime> roused = new LinkedHashSet<>();
    private final Set<PlaceTime> changed = new LinkedHashSet<>();

    SegmentTimes(ToldTimes told) {
        this.told = told;
    }

    void add(QueuedRecord queued) {
        PlaceTime place = place(queued.lane(), queued.assignment());
        queued.at(place.append(queued.data().before(), queued.data().watermark()));
        if (place.isToldIdle()) {
            roused.add(place);
        }
    }

    void add(int lane, LaneEvent.Time time) {
        PlaceTime place = place(lane, time.assignment());
        place.append(time);
        changed.add(place);
    }

    /** Returns {@code queued}, which goes on now, with the times that are certain. */
    LaneEvent.Data release(QueuedRecord queued) {
        PlaceTime place = queued.mark().place;
        long limit = place.limit(queued.mark());
        long watermark = Math.min(queued.data().watermark(), limit);
        place.remove(queued.mark(), watermark);
        changed.add(place);
        return queued.released(Math.min(queued.data().before(), limit), watermark);
    }

    /**
     * Tells {@code worker} of a place that is not idle any more, since a record waits there: else those of other places that go on before
     * it would make it late. Returns whether there was one.
     */
    boolean tellOfRoused(Inbox.Receiver worker) {
        return tellOfNext(roused, worker);
    }

    /** Tells {@code worker} of one place, if there is news; returns whether there was. */
    boolean tell(Inbox.Receiver worker) {
        return tellOfNext(changed, worker);
    }

    private static boolean tellOfNext(Set<PlaceTime> places, Inbox.Receiver worker) {
        for (Iterator<PlaceTime> all = places.iterator(); all.hasNext(); ) {
            PlaceTime place = all.next();
            all.remove();
            LaneEvent.Time news = place.takeNews();
            if (news != null) {
                worker.time(place.lane(), news);
                return true;
            }
        }
        return false;
    }

    private PlaceTime place(int lane, PartitionAssignment assignment) {
        return places.computeIfAbsent(new Place(lane, assignment), place -> new PlaceTime(place, told.of(place)));
    }
}
