package io.millrace.internal.stage;

import io.millrace.internal.exchange.LaneEvent;
import java.util.List;

/** What event time comes from: an input of a partition, or a partition of a shard. Confined to the worker. */
interface TimePart {

    long watermark();

    /** Returns whether it holds up no other part. */
    boolean isIdle();

    /** Returns how far the slowest of {@code parts} is that is not idle; where all are idle, how far the fastest is. */
    static long together(List<? extends TimePart> parts) {
        long least = Long.MAX_VALUE;
        long greatest = LaneEvent.NO_TIME;
        boolean allIdle = true;
        for (TimePart part : parts) {
            greatest = Math.max(greatest, part.watermark());
            if (!part.isIdle()) {
                allIdle = false;
                least = Math.min(least, part.watermark());
            }
        }
        return allIdle ? greatest : least;
    }
}
