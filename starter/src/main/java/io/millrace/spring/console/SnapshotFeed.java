package io.millrace.spring.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Makes a snapshot a second, once for all who read, and only while somebody reads.
 *
 * <p>Stops before the web server, which would wait for its open requests.
 *
 * <p>Thread-safe.
 */
final class SnapshotFeed implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFeed.class);

    private final SnapshotSource source;
    private final int maxReaders;
    private final Set<SnapshotReader> readers = ConcurrentHashMap.newKeySet();

    // Guarded by this:
    private @Nullable ScheduledExecutorService clock;
    private boolean running;
    private boolean stopped;

    SnapshotFeed(SnapshotSource source, int maxReaders) {
        this.source = source;
        this.maxReaders = maxReaders;
    }

    /** Returns whether one more may read. */
    synchronized boolean hasRoom() {
        return !stopped && readers.size() < maxReaders;
    }

    /** Has {@code reader} be sent each snapshot from now on; false if as many read as may, or the service is stopping. */
    synchronized boolean subscribe(SnapshotReader reader) {
        if (!hasRoom()) {
            return false;
        }
        readers.add(reader);
        if (clock == null) {
            clock = Executors.newSingleThreadScheduledExecutor(SnapshotFeed::thread);
            clock.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
        }
        return true;
    }

    /** Sends {@code reader} nothing more. Makes no more snapshots once nobody reads. */
    synchronized void unsubscribe(SnapshotReader reader) {
        readers.remove(reader);
        if (readers.isEmpty()) {
            rest();
        }
    }

    /** Makes a snapshot and gives it to all readers. What goes wrong is logged: the next one is made all the same. */
    void tick() {
        try {
            String snapshot = source.next();
            readers.forEach(reader -> reader.offer(snapshot));
        } catch (RuntimeException e) {
            LOG.warn("The console's snapshot could not be made; the next one is tried in a second.", e);
        }
    }

    int readers() {
        return readers.size();
    }

    /** Returns whether snapshots are made at the moment. */
    synchronized boolean isTicking() {
        return clock != null;
    }

    @Override
    public synchronized void start() {
        stopped = false;
        running = true;
    }

    @Override
    public void stop() {
        List<SnapshotReader> left;
        synchronized (this) {
            stopped = true;
            running = false;
            rest();
            left = new ArrayList<>(readers);
            readers.clear();
        }
        left.forEach(SnapshotReader::end);
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    private void rest() {
        ScheduledExecutorService ticking = clock;
        clock = null;
        if (ticking != null) {
            ticking.shutdown();
        }
    }

    private static Thread thread(Runnable ticks) {
        Thread thread = new Thread(ticks, "millrace-console");
        thread.setDaemon(true);
        return thread;
    }
}
