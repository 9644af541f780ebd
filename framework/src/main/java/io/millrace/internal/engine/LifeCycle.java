package io.millrace.internal.engine;

import io.millrace.runtime.TopologyState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of one topology. Refuses transitions that the life cycle does not have. Thread-safe. */
final class LifeCycle {

    private static final Logger LOG = LoggerFactory.getLogger(LifeCycle.class);

    private final String topology;
    private final EventDispatcher events;
    private TopologyState state = TopologyState.CREATED;

    LifeCycle(String topology, EventDispatcher events) {
        this.topology = topology;
        this.events = events;
    }

    synchronized TopologyState state() {
        return state;
    }

    /** Moves on to {@code next}. */
    synchronized void become(TopologyState next) {
        if (!tryBecome(next)) {
            throw new IllegalStateException("Topology '%s' can't become %s: it is %s".formatted(topology, next, state));
        }
    }

    /** Moves on to {@code next} if that may follow, and returns whether it did. */
    synchronized boolean tryBecome(TopologyState next) {
        if (!state.canBecome(next)) {
            return false;
        }
        TopologyState previous = state;
        state = next;
        LOG.info("Topology '{}' is {} (was {})", topology, next, previous);
        events.tell(listener -> listener.stateChanged(topology, previous, next));
        return true;
    }
}
