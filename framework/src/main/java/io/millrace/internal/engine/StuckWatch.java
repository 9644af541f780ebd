package io.millrace.internal.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all runs of an engine, twice a second and on a thread of its own, for calls of user code that do not come back. There is
 * no thread while there is nothing to look at.
 *
 * <p>Thread-safe.
 */
final class StuckWatch {

    private static final Logger LOG = LoggerFactory.getLogger(StuckWatch.class);

    private static final long PAUSE_MILLIS = 500;

    private final EngineThreads threads;
    private final Set<RunWatch> runs = new LinkedHashSet<>();
    private @Nullable Thread thread;

    StuckWatch(EngineThreads threads) {
        this.threads = threads;
    }

    /** Watches {@code run} until it is over. */
    synchronized void add(RunWatch run) {
        if (run.isOver()) {
            return;
        }
        runs.add(run);
        if (thread == null) {
            thread = threads.thread("millrace-watch", this::watch);
            thread.start();
        }
    }

    /** {@code run} has ended; only those of its calls are watched on that have not come back by then. */
    synchronized void end(RunWatch run) {
        run.end();
        notifyAll();
    }

    private void watch() {
        for (List<RunWatch> current = current(); !current.isEmpty(); current = current()) {
            current.forEach(StuckWatch::look);
            pause();
        }
    }

    /** Returns what is to be looked at; where that is nothing, the thread ends. */
    private synchronized List<RunWatch> current() {
        runs.removeIf(RunWatch::isOver);
        if (runs.isEmpty()) {
            thread = null;
        }
        return List.copyOf(runs);
    }

    private static void look(RunWatch run) {
        try {
            run.look();
        } catch (RuntimeException e) {
            LOG.warn("Calls of user code that are stuck could not be looked for: {}", FailureText.of(e));
        }
    }

    private synchronized void pause() {
        try {
            wait(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            LOG.debug("An interrupt of a thread that nobody has to interrupt is ignored");
        }
    }
}
