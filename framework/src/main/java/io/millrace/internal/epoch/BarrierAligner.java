package io.millrace.internal.epoch;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a worker has received one epoch's barrier on every inbound lane.
 *
 * <p>A lane that delivered its barrier stays closed until {@link #reopen()}; reading it earlier would let records of the next
 * epoch into this one.
 *
 * <p>Confined to the worker.
 */
public final class BarrierAligner {

    private final BitSet closedLanes;
    private final int laneCount;
    private @Nullable Epoch epoch;

    public BarrierAligner(int laneCount) {
        this.laneCount = laneCount;
        this.closedLanes = new BitSet(laneCount);
    }

    public boolean isClosed(int lane) {
        return closedLanes.get(lane);
    }

    /** Closes {@code lane} and returns whether every lane is now at the barrier of {@code barrierEpoch}. */
    public boolean close(int lane, Epoch barrierEpoch) {
        if (closedLanes.get(lane)) {
            throw new IllegalStateException(
                    "Lane %d delivered barrier %d though it is closed".formatted(lane, barrierEpoch.number()));
        }
        if (epoch != null && epoch != barrierEpoch) {
            throw new IllegalStateException("Lane %d delivered barrier %d while epoch %d is aligning"
                    .formatted(lane, barrierEpoch.number(), epoch.number()));
        }
        epoch = barrierEpoch;
        closedLanes.set(lane);
        return closedLanes.cardinality() == laneCount;
    }

    /** Opens all lanes for the next epoch. */
    public void reopen() {
        closedLanes.clear();
        epoch = null;
    }
}
