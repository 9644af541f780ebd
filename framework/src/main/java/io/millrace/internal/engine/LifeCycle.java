package io.millrace.internal.engine;

import io.millrace.runtime.TopologyEnd;
import io.millrace.runtime.TopologyState;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of one topology. Refuses transitions that the life cycle does not have. Thread-safe. */
final class LifeCycle {

    private static final Logger LOG = LoggerFactory.getLogger(LifeCycle.class);

    private final String topology;
    private final EventDispatcher events;
    private TopologyState state = TopologyState.CREATED;
    private CompletableFuture<TopologyEnd> end = new CompletableFuture<>();

    LifeCycle(String topology, EventDispatcher events) {
        this.topology = topology;
        this.events = events;
    }

    synchronized TopologyState state() {
        return state;
    }

    /** Returns why it has ended, once it has; after its last start, if there was one. */
    synchronized CompletableFuture<TopologyEnd> end() {
        return end;
    }

    /** Moves on to STOPPED because there is nothing left to do, unless somebody drains it meanwhile; returns whether it did. */
    synchronized boolean finish() {
        return state == TopologyState.RUNNING && tryBecome(TopologyState.STOPPED, TopologyEnd.FINISHED);
    }

    /** Moves on to {@code next}. */
    synchronized void become(TopologyState next) {
        if (!tryBecome(next)) {
            throw new IllegalStateException("Topology '%s' can't become %s: it is %s".formatted(topology, next, state));
        }
    }

    /** Moves on to {@code next} if that may follow, and returns whether it did. */
    synchronized boolean tryBecome(TopologyState next) {
        return tryBecome(next, next == TopologyState.FAILED ? TopologyEnd.FAILED : TopologyEnd.STOPPED);
    }

    private boolean tryBecome(TopologyState next, TopologyEnd reason) {
        if (!state.canBecome(next)) {
            return false;
        }
        TopologyState previous = state;
        state = next;
        LOG.atInfo()
                .addKeyValue("millrace.topology", topology)
                .addKeyValue("millrace.state", next)
                .log("Topology '{}' is {} (was {})", topology, next, previous);
        if (next.isActive()) {
            end = end.isDone() ? new CompletableFuture<>() : end;
        } else {
            end.complete(reason);
        }
        events.tell(listener -> listener.stateChanged(topology, previous, next));
        return true;
    }
}
