package io.millrace.internal.async;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stands for a worker behind calls: notes what comes to it, as long as it has room. */
final class NotingWorker implements Inbox.Receiver {

    final List<String> seen = new ArrayList<>();
    final List<LaneEvent> events = new ArrayList<>();
    private @Nullable PartitionAssignment refused;
    private int room = Integer.MAX_VALUE;

    /** It takes so many more. */
    void room(int newRoom) {
        room = newRoom;
    }

    @Override
    public boolean wantsMore() {
        return room > 0;
    }

    /** It takes no record of {@code assignment} until {@link #takesAll}. */
    void refuses(PartitionAssignment assignment) {
        refused = assignment;
    }

    void takesAll() {
        refused = null;
    }

    @Override
    public boolean mayCome(LaneEvent.Data data) {
        return data.origin().assignment() != refused;
    }

    @Override
    public void data(int lane, LaneEvent.Data data) {
        room--;
        events.add(data);
        AsyncOutcome outcome = (AsyncOutcome) data.record().value();
        seen.add(
                outcome instanceof AsyncOutcome.Failure failure
                        ? failure.input() + "!" + failure.thrown().getMessage()
                        : String.valueOf(((AsyncOutcome.Value) outcome).value()));
    }

    @Override
    public void block(LaneEvent.Block block) {
        throw new IllegalStateException("Nobody sends blocks");
    }

    @Override
    public void caughtUp(LaneEvent.CaughtUp event) {
        throw new IllegalStateException("No source sends anything");
    }

    @Override
    public void time(int lane, LaneEvent.Time time) {
        events.add(time);
        seen.add("time " + time.watermark() + (time.idle() ? " idle" : ""));
    }

    @Override
    public void opening(int lane, LaneEvent.Opening opening) {
        events.add(opening);
        seen.add("opening");
    }

    @Override
    public void barrier(LaneEvent.Barrier barrier) {
        events.add(barrier);
        seen.add("barrier");
    }
}
