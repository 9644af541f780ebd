package io.millrace.internal.stage;

import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.processor.Record;
import java.util.ArrayList;
import java.util.List;

/** Stands for the stage behind: notes what reaches it, and always wants more. */
final class NextStage implements Inbox.Receiver {

    final List<String> seen = new ArrayList<>();
    final List<Long> watermarks = new ArrayList<>();
    final List<Long> sentAt = new ArrayList<>();
    final List<LaneEvent.Time> times = new ArrayList<>();
    final List<Origin> origins = new ArrayList<>();
    final List<Record<Object, Object>> records = new ArrayList<>();

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
        records.add(data.record());
        origins.add(data.origin());
        watermarks.add(data.watermark());
        sentAt.add(data.sentAt());
        seen.add(String.valueOf(data.record().value()));
    }

    @Override
    public void block(LaneEvent.Block block) {
        throw new IllegalStateException("Nobody sends blocks");
    }

    @Override
    public void time(int lane, LaneEvent.Time time) {
        times.add(time);
    }

    @Override
    public void caughtUp(LaneEvent.CaughtUp event) {}

    @Override
    public void opening(int lane, LaneEvent.Opening opening) {
        seen.add("opening");
    }

    @Override
    public void barrier(LaneEvent.Barrier barrier) {
        seen.add("barrier");
    }
}
