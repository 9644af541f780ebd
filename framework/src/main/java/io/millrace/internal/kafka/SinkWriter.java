package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.stage.Output;
import io.millrace.internal.stage.OutputWriter;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Sends the outputs of one worker to Kafka. It never waits: outputs for a topic that the producer does not know yet, and those
 * beyond what the producer's buffer is sure to hold, are kept until their time comes, and meanwhile it wants no more. So it
 * keeps no more than what one input record gives rise to.
 *
 * <p>Confined to the worker, but for the callbacks, which run on the producer's thread.
 */
final class SinkWriter implements OutputWriter {

    /** Brokers refuse records that are stamped more than an hour ahead; this leaves room for clocks that differ. */
    private static final long LARGEST_LEAD_MILLIS = 30 * 60_000;

    private final SinkProducer sink;
    private final String stage;
    private final WakeUp worker;
    private final long limit;
    private final ArrayDeque<Output> waiting = new ArrayDeque<>();
    private final AtomicLong bytesOnTheWay = new AtomicLong();
    private volatile boolean workerWaits;
    private EpochOutputs outputs = new EpochOutputs();

    /**
     * @param stage the worker's, for the message of a failure
     * @param worker wakes the worker when this is ready again
     * @param limit bytes on their way from which on it is not ready
     */
    SinkWriter(SinkProducer sink, String stage, WakeUp worker, long limit) {
        this.sink = sink;
        this.stage = stage;
        this.worker = worker;
        this.limit = limit;
    }

    @Override
    public void write(Output output) {
        boolean known = sink.topics().isKnown(output.topic());
        if (known && waiting.isEmpty() && hasRoom()) {
            send(output);
            return;
        }
        waiting.add(output);
        if (!known) {
            sink.topics().seek(output.topic(), worker);
        }
    }

    @Override
    public boolean isReady() {
        return waiting.isEmpty() && hasRoom();
    }

    @Override
    public int flush() {
        int sent = 0;
        while (!waiting.isEmpty() && sink.topics().isKnown(waiting.element().topic()) && hasRoom()) {
            send(waiting.remove());
            sent++;
        }
        return sent;
    }

    @Override
    public void seal(Epoch epoch) {
        if (!waiting.isEmpty()) {
            throw new IllegalStateException(
                    "Epoch %d is sealed while %d outputs wait".formatted(epoch.number(), waiting.size()));
        }
        EpochOutputs sealed = outputs;
        outputs = new EpochOutputs();
        sealed.seal(epoch);
    }

    private boolean hasRoom() {
        if (bytesOnTheWay.get() < limit) {
            return true;
        }
        workerWaits = true;
        return bytesOnTheWay.get() < limit;
    }

    private void send(Output output) {
        Acknowledgement acknowledgement = new Acknowledgement(output, outputs);
        bytesOnTheWay.addAndGet(acknowledgement.size);
        outputs.sent();
        sink.producer().send(producerRecord(output), acknowledgement);
    }

    private ProducerRecord<byte[], byte[]> producerRecord(Output output) {
        @Nullable
        Headers headers = output.headers().toArray().length == 0 ? null : output.headers(); // Kafka copies them
        return new ProducerRecord<>(output.topic(), null, timestamp(output), output.key(), output.value(), headers);
    }

    private long timestamp(Output output) {
        long now = sink.time().currentTimeMillis();
        boolean usable = output.timestamp() >= 0 && output.timestamp() <= now + LARGEST_LEAD_MILLIS;
        return usable ? output.timestamp() : now;
    }

    private void release(int bytes) {
        long left = bytesOnTheWay.addAndGet(-bytes);
        if (workerWaits && left <= limit / 2) {
            workerWaits = false;
            worker.wakeUp();
        }
    }

    /** What happens when Kafka has answered for one output. */
    private final class Acknowledgement implements Callback {
        private final String topic;
        private final int size;
        private final Origin origin;
        private final EpochOutputs epochOutputs;

        Acknowledgement(Output output, EpochOutputs epochOutputs) {
            this.topic = output.topic();
            this.size = output.size();
            this.origin = output.origin();
            this.epochOutputs = epochOutputs;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
            if (exception != null) {
                sink.fail(stage, topic, origin, exception);
                return;
            }
            sink.latencies().acknowledged(origin);
            epochOutputs.acknowledged();
            release(size);
        }
    }
}
