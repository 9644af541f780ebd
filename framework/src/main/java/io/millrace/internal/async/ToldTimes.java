package io.millrace.internal.async;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.LaneEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What the worker knows of event time at each place. Confined to the worker. */
final class ToldTimes {

    private final Map<Place, Told> places = new HashMap<>();

    /** What it knows of one place. Confined to the worker. */
    static final class Told {
        private long watermark = LaneEvent.NO_TIME;
        private boolean idle;

        long watermark() {
            return watermark;
        }

        boolean isIdle() {
            return idle;
        }

        void set(long newWatermark, boolean newIdle) {
            watermark = Math.max(watermark, newWatermark);
            idle = newIdle;
        }
    }

    Told of(Place place) {
        return places.computeIfAbsent(place, any -> new Told());
    }

    /** No record of {@code assignments} follows. */
    void close(Collection<PartitionAssignment> assignments) {
        if (!assignments.isEmpty()) {
            places.keySet().removeIf(place -> assignments.contains(place.assignment()));
        }
    }
}
