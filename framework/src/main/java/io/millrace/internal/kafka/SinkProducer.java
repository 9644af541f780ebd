package io.millrace.internal.kafka;

import io.millrace.errors.MissingTopicException;
import io.millrace.errors.OutputFailedException;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.stage.OutputWriter;
import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What sends the outputs of a run to Kafka, shared by the writers of its workers.
 *
 * <p>After the first failed send nothing more leaves: the producers are closed at once, since they would send later records
 * though an earlier one is missing.
 *
 * <p>Thread-safe.
 */
public final class SinkProducer {

    private final String topology;
    private final SinkRoutes routes;
    private final Latencies latencies;
    private final TimeSource time;
    private final Consumer<Throwable> onFailure;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param executor may block; looks for topics that are named record by record, and makes the second producer
     * @param onFailure is told of the first failed send; called by any thread
     */
    SinkProducer(
            String topology,
            SinkRoutes.Clients clients,
            Executor executor,
            Latencies latencies,
            TimeSource time,
            Consumer<Throwable> onFailure) {
        this.topology = topology;
        this.routes = new SinkRoutes(clients, executor, time, this::fail);
        this.latencies = latencies;
        this.time = time;
        this.onFailure = onFailure;
    }

    /** Returns a writer for one worker of {@code stage} that may have {@code limit} bytes on their way; {@code worker} wakes it. */
    public OutputWriter writer(String stage, WakeUp worker, long limit) {
        return new SinkWriter(this, stage, worker, limit);
    }

    /** Gets ready to send to {@code fixedTopics} without waiting; waits for the metadata. */
    public void prepare(Collection<String> fixedTopics) {
        routes.prepare(fixedTopics);
    }

    /** Closes the producers; what has not been sent by then is given up. */
    public void close(Duration timeout) {
        ended.set(true);
        routes.close(timeout);
    }

    /** Kafka gave up on an output to {@code topic} that came from {@code origin}. */
    void fail(String stage, String topic, Origin origin, Exception cause) {
        PartitionAssignment input = origin.assignment();
        fail(
                new OutputFailedException(
                        topology, stage, topic, input.topic(), input.partition().partition(), origin.offset(), cause),
                topic,
                cause);
    }

    void fail(String topic, Exception cause) {
        fail(new OutputFailedException(topology, topic, cause), topic, cause);
    }

    private void fail(OutputFailedException failure, String topic, Exception cause) {
        if (ended.compareAndSet(false, true)) {
            onFailure.accept(
                    cause.getCause() instanceof UnknownTopicOrPartitionException
                            ? new MissingTopicException(topology, List.of(topic))
                            : failure);
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

    TimeSource time() {
        return time;
    }
}
