package io.millrace.internal.exchange;

import io.millrace.internal.epoch.PartitionAssignment;
import java.util.List;

/**
 * All lanes from one worker to the workers of one stage, and the rule that picks one: all records of an input partition take
 * the same lane, so their order is kept. Openings take it too; barriers take every lane.
 *
 * <p>Confined to the producing worker.
 */
public final class Exchange {

    private final List<LaneWriter> lanes;

    public Exchange(List<Lane> lanes) {
        this.lanes = lanes.stream().map(LaneWriter::new).toList();
    }

    public LaneWriter laneOf(PartitionAssignment assignment) {
        return lanes.get(assignment.worker(lanes.size()));
    }

    public void send(LaneEvent.Data data) {
        laneOf(data.origin().assignment()).write(data);
    }

    /** Sends {@code opening} the way that the records of its partition will take. */
    public void open(LaneEvent.Opening opening) {
        laneOf(opening.assignment()).write(opening);
    }

    public void broadcast(LaneEvent.Barrier event) {
        for (LaneWriter lane : lanes) {
            lane.write(event);
        }
    }

    /** Publishes what did not fit before; returns how much of it. */
    public int flush() {
        int published = 0;
        for (LaneWriter lane : lanes) {
            published += lane.flush();
        }
        return published;
    }

    /** Returns whether everything was published. */
    public boolean isClear() {
        for (LaneWriter lane : lanes) {
            if (!lane.isClear()) {
                return false;
            }
        }
        return true;
    }
}
