package io.millrace.internal.async;

import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What has come between two barriers; within it, records overtake one another. Confined to the worker. */
final class Segment {

    private final ArrayDeque<QueuedRecord> ended = new ArrayDeque<>();
    private final SegmentTimes times;
    private int waiting;
    private LaneEvent.@Nullable Barrier barrier;

    Segment(ToldTimes told) {
        this.times = new SegmentTimes(told);
    }

    void add(QueuedRecord queued) {
        queued.in(this);
        waiting++;
        times.add(queued);
    }

    void add(int lane, LaneEvent.Time time) {
        times.add(lane, time);
    }

    /** {@code newBarrier} has come. */
    void end(LaneEvent.Barrier newBarrier) {
        barrier = newBarrier;
    }

    /** The call of {@code queued} has ended. */
    void ended(QueuedRecord queued) {
        ended.add(queued);
    }

    /** Gives {@code worker} the next record, if there is one whose call has ended; returns whether there was. */
    boolean giveRecord(Inbox.Receiver worker) {
        QueuedRecord next = ended.poll();
        if (next == null) {
            return false;
        }
        waiting--;
        worker.data(next.lane(), times.release(next));
        return true;
    }

    /** Tells {@code worker} of a place that is not idle any more; returns whether there was one. */
    boolean tellOfRoused(Inbox.Receiver worker) {
        return times.tellOfRoused(worker);
    }

    /** Tells {@code worker} of the time at one place; returns whether there was news. */
    boolean tellTime(Inbox.Receiver worker) {
        return times.tell(worker);
    }

    /** Returns whether records of it have not gone on. */
    boolean isWaiting() {
        return waiting > 0;
    }

    /** Returns the barrier that it ends with; null if that has not come. */
    LaneEvent.@Nullable Barrier barrier() {
        return barrier;
    }
}
