package io.millrace.internal.exchange;

import java.util.ArrayDeque;

/**
 * The producing end of a lane. What does not fit is kept here in order, and the worker takes no new input until it is gone;
 * so the keeping is bounded by what one input record, or one barrier, gives rise to.
 *
 * <p>Confined to the producing worker.
 */
public final class LaneWriter {

    private final Lane lane;
    private final ArrayDeque<LaneEvent> kept = new ArrayDeque<>();

    LaneWriter(Lane lane) {
        this.lane = lane;
    }

    /** Publishes {@code event}, or keeps it behind what is kept already. */
    void write(LaneEvent event) {
        if (!tryWrite(event)) {
            kept.add(event);
        }
    }

    /** Publishes {@code event} if there is room and nothing is kept; returns whether it did. */
    public boolean tryWrite(LaneEvent event) {
        return kept.isEmpty() && lane.offer(event);
    }

    /** Returns whether {@link #writeBlock} may be called now; if not, the worker is woken later. */
    public boolean hasRoomForBlock() {
        return kept.isEmpty() && lane.hasRoomForBlock();
    }

    /** Publishes {@code block}, for which there is room. */
    public void writeBlock(LaneEvent.Block block) {
        lane.offerBlock(block);
    }

    /** Publishes what is kept as far as there is room; returns how much. */
    int flush() {
        int published = 0;
        while (!kept.isEmpty() && lane.offer(kept.peek())) {
            kept.remove();
            published++;
        }
        return published;
    }

    boolean isClear() {
        return kept.isEmpty();
    }
}
