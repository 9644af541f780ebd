package io.millrace.internal.kafka;

import io.millrace.errors.OutputTooLargeException;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.stage.Output;
import io.millrace.internal.stage.OutputWriter;
import io.millrace.internal.stage.RefusedOutput;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends the outputs of one worker to Kafka. It never waits: outputs for a topic that the producer does not know yet, and those
 * beyond what the producer's buffer is sure to hold, are kept until their time comes, and meanwhile it wants no more. So it
 * keeps no more than what one input record gives rise to. Where outputs are to take another route, it first waits for the
 * answers to all that are on their way, so that none is overtaken.
 *
 * <p>Confined to the worker, but for the callbacks, which run on the producer's thread.
 */
final class SinkWriter implements OutputWriter {

    private static final long NOBODY_WAITS = -1;

    private final SinkProducer sink;
    private final String stage;
    private final WakeUp worker;
    private final long limit;
    private final ArrayDeque<Output> waiting = new ArrayDeque<>();
    private final AtomicLong bytesOnTheWay = new AtomicLong();
    private SinkRoute route;
    /** The worker is to be woken when no more bytes than these are on their way; {@link #NOBODY_WAITS} for never. */
    private volatile long wakeAt = NOBODY_WAITS;

    private EpochOutputs outputs = new EpochOutputs();
    /** The worker's while it hands an output to the producer; others read whatever, but never themselves. */
    private @Nullable Thread sending;

    private @Nullable Exception refusal;

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
        this.route = sink.route();
    }

    @Override
    public void write(Output output) {
        sink.sizes().check(output);
        if (waiting.isEmpty() && hasRoom() && isKnown(output.topic())) {
            send(output);
        } else {
            waiting.add(output);
        }
    }

    @Override
    public boolean isReady() {
        return waiting.isEmpty() && hasRoom();
    }

    @Override
    public int flush() {
        int sent = 0;
        while (!waiting.isEmpty() && hasRoom() && isKnown(waiting.element().topic())) {
            Output output = waiting.remove();
            try {
                sink.sizes().check(output); // its topic may not have been known before
                send(output);
            } catch (OutputTooLargeException e) {
                throw new RefusedOutput(output, e);
            }
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
        SinkRoute wanted = sink.route();
        if (wanted == route) {
            return hasRoom(limit, limit / 2);
        }
        boolean allAnswered = hasRoom(1, 0);
        if (allAnswered) {
            route = wanted;
        }
        return allAnswered;
    }

    /** Returns whether fewer than {@code most} bytes are on their way; if not, the worker is woken at {@code enough}. */
    private boolean hasRoom(long most, long enough) {
        if (bytesOnTheWay.get() < most) {
            return true;
        }
        wakeAt = enough;
        return bytesOnTheWay.get() < most;
    }

    /** Returns whether outputs can be sent to {@code topic} without waiting; if not, the worker is woken when they can. */
    private boolean isKnown(String topic) {
        boolean known = route.topics().isKnown(topic);
        if (!known) {
            route.topics().seek(topic, worker);
        }
        return known;
    }

    /** @throws OutputTooLargeException if the producer refuses it for that */
    private void send(Output output) {
        Acknowledgement acknowledgement = new Acknowledgement(output, outputs);
        bytesOnTheWay.addAndGet(acknowledgement.size);
        outputs.sent();
        sending = Thread.currentThread();
        try {
            route.producer().send(sink.records().of(output, partition(output)), acknowledgement);
        } finally {
            sending = null;
        }
        Exception refused = refusal;
        if (refused != null) {
            refusal = null;
            outputs.notSent();
            release(acknowledgement.size);
            throw new OutputTooLargeException(
                    output.topic(), output.size(), "Kafka's producer says: " + refused.getMessage());
        }
    }

    /** Without a key Kafka takes any partition; a replay has to come to the one whose reader knows the record. */
    private @Nullable Integer partition(Output output) {
        if (output.key() != null || !output.sink().withIds()) {
            return null;
        }
        int partitions = route.producer().partitionsFor(output.topic()).size(); // known, so that nothing is waited for
        return output.origin().assignment().partition().partition() % partitions;
    }

    private void release(int bytes) {
        long left = bytesOnTheWay.addAndGet(-bytes);
        if (left <= wakeAt) {
            wakeAt = NOBODY_WAITS;
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
            this.size = Math.max(1, output.size()); // none is on its way without a trace
            this.origin = output.origin().withoutInput();
            this.epochOutputs = epochOutputs;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
            if (exception instanceof RecordTooLargeException && sending == Thread.currentThread()) {
                refusal = exception; // by the producer itself: nothing has left, and there is no gap
                return;
            }
            if (exception != null) {
                origin.trace().failed(exception);
                origin.trace().end();
                sink.fail(stage, topic, origin, exception);
                return;
            }
            origin.trace().end();
            sink.latencies().acknowledged(origin);
            epochOutputs.acknowledged();
            release(size);
        }
    }
}
