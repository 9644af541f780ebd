package io.millrace.internal.kafka;

import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two ways of a run's outputs: a producer that sends each at once, and one that collects and compresses, for the time in
 * which the input is far behind and nobody waits for a single record. The second is made when it is first wanted.
 *
 * <p>A writer that changes from one to the other must have the answers to all that it sent before, or what comes later might
 * overtake it.
 *
 * <p>Thread-safe.
 */
final class SinkRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(SinkRoutes.class);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(30);

    private final Clients clients;
    private final OutputSizes sizes;
    private final BiConsumer<String, Exception> onFailure;
    private final SinkRoute live;
    private final TimeSource time;
    private final AtomicBoolean makingBulk = new AtomicBoolean();
    private volatile @Nullable SinkRoute bulk;
    private volatile long nextAttempt;
    private boolean closed;

    /** {@code onFailure} takes a topic of which nothing can be learned, and why. */
    SinkRoutes(Clients clients, OutputSizes sizes, TimeSource time, BiConsumer<String, Exception> onFailure) {
        this.clients = clients;
        this.sizes = sizes;
        this.time = time;
        this.nextAttempt = time.nanoTime();
        this.onFailure = onFailure;
        this.live = through(clients.live());
    }

    /**
     * What sends.
     *
     * @param live sends at once
     * @param bulk makes the one that collects
     * @param behind whether the input is far behind
     * @param executor makes the second producer, and looks for topics that are named record by record; may block
     */
    record Clients(
            Producer<byte[], byte[]> live,
            Supplier<Producer<byte[], byte[]>> bulk,
            BooleanSupplier behind,
            Executor executor) {}

    /** Gets ready to send to {@code topics} without waiting; waits for the metadata. */
    void prepare(Collection<String> topics) {
        topics.forEach(live.topics()::await);
    }

    /** Returns the way that outputs are to take now. Never waits. */
    SinkRoute wanted() {
        if (!clients.behind().getAsBoolean()) {
            return live;
        }
        SinkRoute ready = bulk;
        if (ready != null) {
            return ready;
        }
        if (!makingBulk.get() && time.nanoTime() - nextAttempt >= 0 && makingBulk.compareAndSet(false, true)) {
            clients.executor().execute(this::makeBulk);
        }
        return live;
    }

    /** Closes the producers; what has not been sent by then is given up. */
    void close(Duration timeout) {
        SinkRoute second;
        synchronized (this) {
            closed = true;
            second = bulk;
        }
        try {
            if (second != null) {
                second.producer().close(timeout);
            }
        } finally {
            live.producer().close(timeout);
        }
    }

    private SinkRoute through(Producer<byte[], byte[]> producer) {
        return SinkRoute.through(producer, sizes, clients.executor(), onFailure);
    }

    private void makeBulk() {
        SinkRoute made = null;
        try {
            made = through(clients.bulk().get());
            live.topics().known().forEach(made.topics()::await);
            if (!use(made)) {
                made.producer().close(Duration.ZERO);
            }
        } catch (Throwable e) { // an Error must not end this thread unseen
            LOG.warn(
                    "No second producer to catch up with: outputs go on one by one, which is slower. Another attempt follows in {} s. {}",
                    BETWEEN_ATTEMPTS.toSeconds(),
                    e.toString());
            if (made != null) {
                made.producer().close(Duration.ZERO);
            }
            nextAttempt = time.nanoTime() + BETWEEN_ATTEMPTS.toNanos();
            makingBulk.set(false);
        }
    }

    private synchronized boolean use(SinkRoute made) {
        if (!closed) {
            bulk = made;
        }
        return !closed;
    }
}
