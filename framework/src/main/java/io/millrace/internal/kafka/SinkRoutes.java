package io.millrace.internal.kafka;

import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/**
 * The two ways of a run's outputs: a producer that sends each at once, and one that collects and compresses, for micro-batches and
 * for the time in which real-time is far behind, when nobody waits for a single record. The one that is wanted at first is made at
 * once, the other when it is wanted.
 *
 * <p>A writer that changes from one to the other must have the answers to all that it sent before, or what comes later might
 * overtake it.
 *
 * <p>Thread-safe.
 */
final class SinkRoutes {

    private final BooleanSupplier wantsBulk;
    private final Executor executor;
    private final LazySinkRoute live;
    private final LazySinkRoute bulk;
    private final SinkRoute first;

    /** {@code onFailure} takes a topic of which nothing can be learned, and why. */
    SinkRoutes(Clients clients, OutputSizes sizes, TimeSource time, BiConsumer<String, Exception> onFailure) {
        this.wantsBulk = clients.wantsBulk();
        this.executor = clients.executor();
        this.live = new LazySinkRoute(() -> SinkRoute.through(clients.live().get(), sizes, executor, onFailure), time);
        this.bulk = new LazySinkRoute(() -> SinkRoute.through(clients.bulk().get(), sizes, executor, onFailure), time);
        this.first = (wantsBulk.getAsBoolean() ? bulk : live).make();
    }

    /**
     * What sends.
     *
     * @param live makes the one that sends at once
     * @param bulk makes the one that collects
     * @param wantsBulk whether that is the one that is wanted now
     * @param executor makes the other one, and looks for topics that are named record by record; may block
     */
    record Clients(
            Supplier<Producer<byte[], byte[]>> live,
            Supplier<Producer<byte[], byte[]>> bulk,
            BooleanSupplier wantsBulk,
            Executor executor) {}

    /** Gets ready to send to {@code topics} without waiting; waits for the metadata. */
    void prepare(Collection<String> topics) {
        topics.forEach(first.topics()::await);
    }

    /** Returns the way that outputs are to take now. Never waits. */
    SinkRoute wanted() {
        LazySinkRoute wanted = wantsBulk.getAsBoolean() ? bulk : live;
        SinkRoute ready = wanted.get();
        if (ready != null) {
            return ready;
        }
        wanted.makeSoon(executor, first.topics()::known);
        return first;
    }

    /** Closes the producers; what has not been sent by then is given up. */
    void close(Duration timeout) {
        try {
            bulk.close(timeout);
        } finally {
            live.close(timeout);
        }
    }
}
