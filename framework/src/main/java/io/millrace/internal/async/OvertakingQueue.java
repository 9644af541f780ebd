package io.millrace.internal.async;

import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;
import java.util.ArrayDeque;

/**
 * Has records go on as their calls end, and barriers and openings when all before them has gone on. Behind those, records wait even where
 * their calls have ended, unless it makes no difference in which epoch they come.
 *
 * <p>Confined to the worker.
 */
final class OvertakingQueue implements ReleaseQueue {

    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private final ToldTimes told = new ToldTimes();
    private final Barriers barriers;
    private int size;

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
        size++;
    }

    @Override
    public void add(int lane, LaneEvent.Time time) {
        segments.getLast().add(lane, time);
    }

    @Override
    public void add(int lane, LaneEvent.Opening opening) {
        end(new OpeningFence(lane, opening));
    }

    @Override
    public void add(LaneEvent.Barrier barrier) {
        end(new BarrierFence(barrier, told));
    }

    @Override
    public void ended(QueuedRecord queued) {
        queued.segment().ended(queued);
    }

    @Override
    public int release(Inbox.Receiver worker) {
        int released = 0;
        while (worker.wantsMore() && giveNext(worker)) {
            released++;
        }
        return released;
    }

    @Override
    public int size() {
        return size;
    }

    private boolean giveNext(Inbox.Receiver worker) {
        Segment first = segments.getFirst();
        if (first.tellOfRoused(worker)) {
            return true;
        }
        for (Segment segment : segments) {
            if (segment.giveRecord(worker)) {
                size--;
                return true;
            }
            if (barriers == Barriers.KEPT || !(segment.fence() instanceof BarrierFence)) {
                break;
            }
        }
        return first.tellTime(worker) || passFence(first, worker);
    }

    private boolean passFence(Segment first, Inbox.Receiver worker) {
        Segment.Fence fence = first.fence();
        if (fence == null || !first.isPassed()) {
            return false;
        }
        segments.removeFirst();
        fence.giveTo(worker);
        return true;
    }

    private void end(Segment.Fence fence) {
        segments.getLast().end(fence);
        segments.add(new Segment(told));
    }

    private record BarrierFence(LaneEvent.Barrier barrier, ToldTimes told) implements Segment.Fence {
        @Override
        public void giveTo(Inbox.Receiver worker) {
            worker.barrier(barrier);
            told.close(barrier.closing());
        }
    }

    private record OpeningFence(int lane, LaneEvent.Opening opening) implements Segment.Fence {
        @Override
        public void giveTo(Inbox.Receiver worker) {
            worker.opening(lane, opening);
        }
    }
}
