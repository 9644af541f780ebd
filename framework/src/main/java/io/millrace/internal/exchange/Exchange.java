package io.millrace.internal.exchange;

import io.millrace.internal.epoch.PartitionAssignment;
import java.util.List;

/**
 * All lanes from one worker to the workers of one stage, and the rule that picks one. Openings take every lane that records of
 * their partition may take; barriers take every lane.
 *
 * <p>Confined to the producing worker.
 */
public final class Exchange {

    private final List<LaneWriter> lanes;
    private final Spread spread;

    public Exchange(List<Lane> lanes, Spread spread) {
        this.lanes = lanes.stream().map(LaneWriter::new).toList();
        this.spread = spread;
    }

    /** Spreads by partition. */
    public Exchange(List<Lane> lanes) {
        this(lanes, Spread.BY_PARTITION);
    }

    /**
     * Returns the one lane that all records of {@code assignment} take.
     *
     * @throws IllegalStateException if they are spread by key
     */
    public LaneWriter laneOf(PartitionAssignment assignment) {
        int[] all = spread.lanesOf(assignment, lanes.size()).toArray();
        if (all.length != 1) {
            throw new IllegalStateException("The records of %s take %d lanes".formatted(assignment, all.length));
        }
        return lanes.get(all[0]);
    }

    public void send(LaneEvent.Data data) {
        lanes.get(spread.laneOf(data, lanes.size())).write(data);
    }

    /** Sends {@code opening} the way that the records of its partition will take. */
    public void open(LaneEvent.Opening opening) {
        spread.lanesOf(opening.assignment(), lanes.size())
                .forEach(lane -> lanes.get(lane).write(opening));
    }

    /** Sends {@code time} the way that the records of its partition take. */
    public void tell(LaneEvent.Time time) {
        spread.lanesOf(time.assignment(), lanes.size())
                .forEach(lane -> lanes.get(lane).write(time));
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
