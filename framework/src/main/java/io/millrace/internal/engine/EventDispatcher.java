package io.millrace.internal.engine;

import io.millrace.internal.stage.StackText;
import io.millrace.runtime.TopologyListener;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what happens, on a thread that runs nothing else, so that a slow one delays no record. Thread-safe.
 */
final class EventDispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);
    private static final int LONGEST_QUEUE = 4_096;
    private static final int IDLE_SECONDS = 60;

    private final List<TopologyListener> listeners;
    private final ThreadPoolExecutor executor;

    EventDispatcher(List<TopologyListener> listeners, EngineThreads threads) {
        this.listeners = List.copyOf(listeners);
        this.executor = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(LONGEST_QUEUE),
                work -> threads.thread("millrace-events", work),
                new ThreadPoolExecutor.DiscardOldestPolicy());
        executor.allowCoreThreadTimeOut(true);
    }

    void tell(Consumer<TopologyListener> event) {
        if (!listeners.isEmpty()) {
            executor.execute(() -> listeners.forEach(listener -> tell(listener, event)));
        }
    }

    /** Delivers what waits, for at most a second. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            executor.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(TopologyListener listener, Consumer<TopologyListener> event) {
        try {
            event.accept(listener);
        } catch (Throwable thrown) {
            LOG.warn("Listener {} threw: {}", listener.getClass().getName(), FailureText.of(thrown));
            LOG.debug("Listener {} threw{}", listener.getClass().getName(), StackText.of(thrown));
        }
    }
}
