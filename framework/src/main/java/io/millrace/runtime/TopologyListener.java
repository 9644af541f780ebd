package io.millrace.runtime;

import io.millrace.processor.SourcePartition;
import java.util.Set;

/**
 * Is told what happens to the topologies of an engine.
 *
 * <p>All calls come from one thread of the engine that runs no topology, one at a time and in order. A listener that is so
 * slow that thousands of events wait misses the oldest of them. What it throws is logged and ignored.
 */
public interface TopologyListener {

    default void stateChanged(String topology, TopologyState from, TopologyState to) {}

    /** {@code failure} stopped the topology; the state that follows says whether it will be restarted. */
    default void failed(String topology, Throwable failure) {}

    /** Somebody has paused the topology, or has it read again. */
    default void pausedChanged(String topology, boolean paused) {}

    default void epochCommitted(EpochProgress progress) {}

    /**
     * The topology owns {@code partitions} from now on, and no others. It reads those with state when that is {@linkplain
     * #restoreProgress restored}.
     */
    default void assignmentChanged(String topology, Set<SourcePartition> partitions) {}

    /** A partition of a store is being restored, or of a global table loaded: told about once a second for each, and once when it is done. */
    default void restoreProgress(RestoreProgress progress) {}

    /** A call of user code takes longer than it may. Told once for each. */
    default void stuck(StuckCall call) {}

    /** {@code call}, which was told of as stuck, goes on, or its thread has ended. */
    default void goesOn(StuckCall call) {}
}
