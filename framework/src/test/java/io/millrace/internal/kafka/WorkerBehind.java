package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;
import java.util.ArrayList;
import java.util.List;

/** What a stage worker does, as far as the source can see; it acknowledges epochs unless the test says otherwise. */
final class WorkerBehind implements Inbox.Receiver {

    final List<String> seen = new ArrayList<>();
    final List<PartitionAssignment> opened = new ArrayList<>();
    final List<PartitionAssignment> closed = new ArrayList<>();
    final List<LaneEvent.CaughtUp> caughtUp = new ArrayList<>();
    boolean acknowledging = true;
    boolean failed;
    int discarded;
    private final Inbox inbox;
    private final List<Epoch> unacknowledged = new ArrayList<>();

    WorkerBehind(Inbox inbox) {
        this.inbox = inbox;
    }

    int doWork() {
        return inbox.poll(this);
    }

    List<Long> offsets() {
        return seen.stream()
                .filter(text -> text.startsWith("in-"))
                .map(text -> Long.valueOf(text.substring(text.indexOf(' ') + 1)))
                .toList();
    }

    void acknowledgeLate() {
        acknowledging = true;
        unacknowledged.forEach(epoch -> epoch.acknowledge(0));
    }

    @Override
    public boolean wantsMore() {
        return true;
    }

    @Override
    public boolean mayCome(LaneEvent.Data data) {
        return true;
    }

    @Override
    public void data(int lane, LaneEvent.Data data) {
        if (data.origin().assignment().isDiscarded()) {
            discarded++;
        } else {
            seen.add("%s %d"
                    .formatted(
                            data.origin().assignment().partition(),
                            data.origin().offset()));
        }
    }

    @Override
    public void block(LaneEvent.Block block) {
        for (int index = 0; index < block.records().size(); index++) {
            data(
                    0,
                    new LaneEvent.Data(
                            block.entry(),
                            block.records().record(index),
                            block.records().origin(index)));
        }
    }

    @Override
    public void time(int lane, LaneEvent.Time time) {}

    @Override
    public void caughtUp(LaneEvent.CaughtUp event) {
        caughtUp.add(event);
    }

    @Override
    public void opening(int lane, LaneEvent.Opening opening) {
        opened.add(opening.assignment());
        seen.add("opening " + opening.assignment().partition());
    }

    @Override
    public void barrier(LaneEvent.Barrier barrier) {
        seen.add("barrier");
        closed.addAll(barrier.closing());
        barrier.epoch().align();
        if (acknowledging) {
            barrier.epoch().acknowledge(0);
        } else {
            unacknowledged.add(barrier.epoch());
        }
    }
}
