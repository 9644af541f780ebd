package io.millrace.internal.engine;

import io.millrace.errors.MillraceException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topology from one start on: what runs it, and how that is brought to its end. Thread-safe.
 *
 * @param thread the topology's own; the JVM does not wait for it, so that it does not hang where user code in it never ends
 */
record StartedTopology(String topology, RestartLoop loop, WorkerThread thread) {

    private static final Logger LOG = LoggerFactory.getLogger(StartedTopology.class);

    /** For user code that was waited for as long as the drain timeout. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    /** More than a run has for its own threads and the consumer. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    /** Waits until it has ended after a stop was requested; ends it without what is in flight where that takes longer than {@code drainTimeout}. */
    void awaitEnd(Duration drainTimeout) {
        if (!thread.endsWithin(drainTimeout)) {
            abort(drainTimeout);
        }
    }

    /** Returns whether user code keeps its thread alive, which was left behind then. */
    boolean isLeftBehind() {
        return thread.isAlive();
    }

    private void abort(Duration drainTimeout) {
        LOG.atWarn()
                .addKeyValue("millrace.topology", topology)
                .log(
                        "Topology '{}' could not finish its records in flight within {} ms; they are read again at the next start",
                        topology,
                        drainTimeout.toMillis());
        loop.abort(new MillraceException("Topology '%s' was stopped before it was drained".formatted(topology)));
        if (!ends()) {
            thread.thread().interrupt();
            if (!ends()) {
                thread.leaveBehind();
                loop.abandon(
                        new MillraceException("Topology '%s' can't be stopped: its user code is stuck in thread '%s'"
                                .formatted(topology, thread.name())));
            }
        }
    }

    /** Returns whether the thread ends: soon, if it is in user code; if not, it closes what the run has, which may take longer. */
    private boolean ends() {
        return thread.endsWithin(MOMENT) || (!loop.isInUserCode(thread.thread()) && thread.endsWithin(PATIENCE));
    }
}
