package io.millrace.internal.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all runs of an engine, twice a second and on a thread of its own, for calls of user code that do not come back, and has
 * the intervals of their meters end. There is no thread while there is nothing to look at.
 *
 * <p>Thread-safe.
 */
final class StuckWatch {

    private static final Logger LOG = LoggerFactory.getLogger(StuckWatch.class);

    private static final long PAUSE_MILLIS = 500;

    private final EngineThreads threads;
    private final Set<Watched> runs = new LinkedHashSet<>();
    private @Nullable Thread thread;

    StuckWatch(EngineThreads threads) {
        this.threads = threads;
    }

    /** Watches {@code run} until it is over. */
    synchronized void add(Watched run) {
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
    synchronized void end(Watched run) {
        run.end();
        notifyAll();
    }

    private void watch() {
        for (List<Watched> current = current(); !current.isEmpty(); current = current()) {
            current.forEach(StuckWatch::look);
            pause();
        }
    }

    /** Returns what is to be looked at; where that is nothing, the thread ends. */
    private synchronized List<Watched> current() {
        runs.removeIf(Watched::isOver);
        if (runs.isEmpty()) {
            thread = null;
        }
        return List.copyOf(runs);
    }

    private static void look(Watched run) {
        try {
            run.look();
        } catch (Throwable e) { // with the thread, all other runs would be watched no more
            LOG.warn("A run could not be looked at: {}", FailureText.of(e));
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
