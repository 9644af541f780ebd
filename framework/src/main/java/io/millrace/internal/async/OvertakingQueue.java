package io.millrace.internal.async;

import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;
import java.util.ArrayDeque;

/**
 * Has records go on as their calls end, and a barrier when all before it has gone on. Behind that, records wait even where their calls
 * have ended, unless it makes no difference in which epoch they come.
 *
 * <p>Confined to the worker.
 */
final class OvertakingQueue implements ReleaseQueue {

    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private final ToldTimes told = new ToldTimes();
    private final Barriers barriers;
    private int records;

    OvertakingQueue(Barriers barriers) {
        this.barriers = barriers;
        segments.add(new Segment(told));
    }

    /** What barriers are to records behind them. */
    enum Barriers {
        /** They hold them back. */
        KEPT,

        /** They are overtaken: nothing behind has state, or outputs that leave with their epoch. */
        OVERTAKEN
    }

    @Override
    public void add(QueuedRecord queued) {
        segments.getLast().add(queued);
        records++;
    }

    @Override
    public void add(int lane, LaneEvent.Time time) {
        segments.getLast().add(lane, time);
    }

    @Override
    public void add(LaneEvent.Barrier barrier) {
        segments.getLast().end(barrier);
        segments.add(new Segment(told));
    }

    @Override
    public void ended(QueuedRecord queued) {
        queued.segment().ended(queued);
    }

    @Override
    public boolean giveNext(Inbox.Receiver worker) {
        Segment first = segments.getFirst();
        return first.tellOfRoused(worker) || giveRecord(worker) || first.tellTime(worker) || giveBarrier(first, worker);
    }

    @Override
    public int records() {
        return records;
    }

    @Override
    public int barriers() {
        return segments.size() - 1;
    }

    private boolean giveRecord(Inbox.Receiver worker) {
        for (Segment segment : segments) {
            if (segment.giveRecord(worker)) {
                records--;
                return true;
            }
            if (barriers == Barriers.KEPT) {
                break;
            }
        }
        return false;
    }

    private boolean giveBarrier(Segment first, Inbox.Receiver worker) {
        LaneEvent.Barrier barrier = first.barrier();
        if (barrier == null || first.isWaiting()) {
            return false;
        }
        segments.removeFirst();
        worker.barrier(barrier);
        told.close(barrier.closing());
        return true;
    }
}
