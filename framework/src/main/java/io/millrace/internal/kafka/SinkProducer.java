package io.millrace.internal.kafka;

import io.millrace.errors.MillraceException;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What sends the outputs of a run to Kafka, shared by the writers of its workers.
 *
 * <p>After the first failed send nothing more leaves: the producers are closed at once, since they would send later records
 * though an earlier one is missing.
 *
 * <p>Thread-safe.
 */
final class SinkProducer {

    private final OutputFailures failures;
    private final OutputSizes sizes;
    private final OutputRecords records;
    private final SinkRoutes routes;
    private final Latencies latencies;
    private final Consumer<Throwable> onFailure;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** {@code onFailure} is told of the first failed send; called by any thread. */
    SinkProducer(
            String topology,
            SinkRoutes.Clients clients,
            OutputSizes sizes,
            Latencies latencies,
            TimeSource time,
            Consumer<Throwable> onFailure) {
        this.failures = new OutputFailures(topology);
        this.sizes = sizes;
        this.records = new OutputRecords(time);
        this.routes = new SinkRoutes(clients, sizes, time, this::fail);
        this.latencies = latencies;
        this.onFailure = onFailure;
    }

    /** Returns a writer for one worker of {@code stage} that may have {@code limit} bytes on their way; {@code worker} wakes it. */
    SinkWriter writer(String stage, WakeUp worker, long limit) {
        return new SinkWriter(this, stage, worker, limit);
    }

    /** Gets ready to send to {@code fixedTopics} without waiting; waits for the metadata. */
    void prepare(Collection<String> fixedTopics) {
        routes.prepare(fixedTopics);
    }

    /** Closes the producers; what has not been sent by then is given up. */
    void close(Duration timeout) {
        ended.set(true);
        routes.close(timeout);
    }

    /** Kafka gave up on an output to {@code topic} that came from {@code origin}. */
    void fail(String stage, String topic, Origin origin, Exception cause) {
        fail(failures.of(stage, topic, origin, cause));
    }

    /** Nothing can be sent to {@code topic}. */
    void fail(String topic, Exception cause) {
        fail(failures.of(topic, cause));
    }

    private void fail(MillraceException failure) {
        if (ended.compareAndSet(false, true)) {
            onFailure.accept(failure);
            routes.close(Duration.ZERO);
        }
    }

    /** Returns the way that outputs are to take now. */
    SinkRoute route() {
        return routes.wanted();
    }

    Latencies latencies() {
        return latencies;
    }

    OutputSizes sizes() {
        return sizes;
    }

    OutputRecords records() {
        return records;
    }

    OutputFailures failures() {
        return failures;
    }
}
