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
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The one Kafka producer of a run, shared by the writers of its workers.
 *
 * <p>After the first failed send nothing more leaves: the producer is closed at once, since it would send later records
 * though an earlier one is missing.
 *
 * <p>Thread-safe.
 */
public final class SinkProducer {

    private final String topology;
    private final Producer<byte[], byte[]> producer;
    private final OutputTopics topics;
    private final Latencies latencies;
    private final TimeSource time;
    private final Consumer<Throwable> onFailure;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param executor may block; looks for topics that are named record by record
     * @param onFailure is told of the first failed send; called by any thread
     */
    SinkProducer(
            String topology,
            Producer<byte[], byte[]> producer,
            Executor executor,
            Latencies latencies,
            TimeSource time,
            Consumer<Throwable> onFailure) {
        this.topology = topology;
        this.producer = producer;
        this.topics = new OutputTopics(producer, executor, this::fail);
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
        fixedTopics.forEach(topics::await);
    }

    /** Closes the producer; what has not been sent by then is given up. */
    public void close(Duration timeout) {
        ended.set(true);
        producer.close(timeout);
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
            producer.close(Duration.ZERO);
        }
    }

    Producer<byte[], byte[]> producer() {
        return producer;
    }

    OutputTopics topics() {
        return topics;
    }

    Latencies latencies() {
        return latencies;
    }

    TimeSource time() {
        return time;
    }
}
