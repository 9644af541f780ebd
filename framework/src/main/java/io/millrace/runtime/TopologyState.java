package io.millrace.runtime;

import java.util.EnumSet;
import java.util.Set;

/** The life cycle of a topology in an engine; each state lists the ones that may follow it. */
public enum TopologyState {

    /** Not started yet. */
    CREATED,
    /** Its topics are being looked up and its clients made. */
    STARTING,
    /** Records flow, as soon as the consumer group gave it partitions. */
    RUNNING,
    /** It failed and waits for its next attempt from the last checkpoint. */
    RESTARTING,
    /** It reads nothing more and finishes what is in flight, to stop or to be started again. */
    DRAINING,
    /**
     * It has ended, by itself or because somebody stopped it, with a final checkpoint unless its drain took too long, and can be
     * started again. {@link TopologyHandle#end} tells which it was.
     */
    STOPPED,
    /** It failed and is not restarted by itself; it can be started again by hand. */
    FAILED,
    /** It has ended for good. */
    CLOSED;

    /** Returns whether {@code next} may follow this state. */
    public boolean canBecome(TopologyState next) {
        return successors().contains(next);
    }

    /** Returns whether threads and clients of the topology exist or will by themselves. */
    public boolean isActive() {
        return this == STARTING || this == RUNNING || this == RESTARTING || this == DRAINING;
    }

    private Set<TopologyState> successors() {
        return switch (this) {
            case CREATED -> EnumSet.of(STARTING, CLOSED);
            case STARTING -> EnumSet.of(RUNNING, RESTARTING, FAILED, DRAINING);
            case RUNNING -> EnumSet.of(DRAINING, STOPPED, RESTARTING, FAILED);
            case RESTARTING -> EnumSet.of(STARTING, DRAINING, FAILED);
            case DRAINING -> EnumSet.of(STOPPED, FAILED, STARTING);
            case STOPPED, FAILED -> EnumSet.of(STARTING, CLOSED);
            case CLOSED -> EnumSet.noneOf(TopologyState.class);
        };
    }
}
