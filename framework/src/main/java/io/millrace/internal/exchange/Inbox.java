package io.millrace.internal.exchange;

import io.millrace.internal.epoch.BarrierAligner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The consuming end of all lanes that lead to one worker. Gives it their events, and one barrier for those of all lanes.
 *
 * <p>Confined to the consuming worker.
 */
public final class Inbox implements Arrivals {

    private final List<Lane> lanes;
    private final BarrierAligner aligner;
    /** By lane, the record that it can't go on with. */
    private final LaneEvent.@Nullable Data[] waiting;

    private int next;

    public Inbox(List<Lane> lanes) {
        this.lanes = List.copyOf(lanes);
        this.aligner = new BarrierAligner(lanes.size());
        this.waiting = new LaneEvent.@Nullable Data[lanes.size()];
    }

    /**
     * Gives events to {@code receiver} for as long as it wants more and there are any on open lanes, each lane in turn at the
     * most once; returns how many it gave.
     */
    @Override
    public int poll(Receiver receiver) {
        int taken = 0;
        for (int turn = 0; turn < lanes.size() && receiver.wantsMore(); turn++) {
            int lane = next;
            next = (next + 1) % lanes.size();
            if (!aligner.isClosed(lane)) {
                taken += poll(lane, receiver);
            }
        }
        return taken;
    }

    private int poll(int lane, Receiver receiver) {
        LaneEvent.Data first = waiting[lane];
        if (first == null) {
            return lanes.get(lane).poll(event -> deliver(lane, event, receiver));
        }
        if (receiver.mayCome(first)) {
            waiting[lane] = null;
            receiver.data(lane, first);
            return 1;
        }
        return 0;
    }

    private boolean deliver(int lane, LaneEvent event, Receiver receiver) {
        if (event instanceof LaneEvent.Data data) {
            if (!receiver.mayCome(data)) {
                waiting[lane] = data;
                return false;
            }
            receiver.data(lane, data);
            return receiver.wantsMore();
        }
        if (event instanceof LaneEvent.Block block) {
            receiver.block(block);
            return receiver.wantsMore();
        }
        if (event instanceof LaneEvent.Opening opening) {
            receiver.opening(lane, opening);
            return receiver.wantsMore();
        }
        if (event instanceof LaneEvent.Time time) {
            receiver.time(lane, time);
            return receiver.wantsMore();
        }
        if (event instanceof LaneEvent.CaughtUp caughtUp) {
            receiver.caughtUp(caughtUp);
            return receiver.wantsMore();
        }
        LaneEvent.Barrier barrier = (LaneEvent.Barrier) event;
        if (aligner.close(lane, barrier.epoch())) {
            aligner.reopen();
            receiver.barrier(barrier);
        }
        return false;
    }

    /** The worker behind an inbox. */
    public interface Receiver {

        /** Returns whether it takes another event now. */
        boolean wantsMore();

        /** Returns whether {@code data} may be given; if not, it waits with all behind it in its lane, while other lanes go on. */
        boolean mayCome(LaneEvent.Data data);

        /** {@code lane} is its number among those that lead here. */
        void data(int lane, LaneEvent.Data data);

        /** It is the receiver's to work off, before it wants more. */
        void block(LaneEvent.Block block);

        /** The same opening may come from several lanes. */
        void opening(int lane, LaneEvent.Opening opening);

        void time(int lane, LaneEvent.Time time);

        void caughtUp(LaneEvent.CaughtUp event);

        /** The barrier has come on every lane. */
        void barrier(LaneEvent.Barrier barrier);
    }
}
