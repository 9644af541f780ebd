package io.millrace.internal.kafka;

import io.millrace.errors.OutputTooLargeException;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.stage.Output;
import io.millrace.internal.stage.OutputWriter;
import io.millrace.internal.stage.RefusedOutput;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the outputs of one worker for the transaction that ends their epoch. A topic that nothing is known of yet makes it wait,
 * and nothing else does: a worker that waited for a commit would keep the next barrier from coming through. How much is kept is
 * bounded by {@link EpochState}.
 *
 * <p>Confined to the worker.
 */
final class TransactionWriter implements OutputWriter {

    /** About what an output takes in memory beside its bytes. */
    private static final int OVERHEAD = 100;

    private final String stage;
    private final WakeUp worker;
    private final TransactionOutputs parts;
    private final ArrayDeque<Output> waiting = new ArrayDeque<>();
    /** Written by the worker, read by any thread. */
    private final AtomicLong unsealedBytes = new AtomicLong();

    private EpochBuffer buffer;

    /**
     * @param stage the worker's, for the message of a failure
     * @param worker wakes the worker when this is ready again
     */
    TransactionWriter(TransactionOutputs parts, String stage, WakeUp worker) {
        this.parts = parts;
        this.stage = stage;
        this.worker = worker;
        this.buffer = new EpochBuffer(stage);
        parts.buffers().add(unsealedBytes::get);
    }

    @Override
    public void write(Output output) {
        parts.checkSize(output);
        if (waiting.isEmpty() && isKnown(output.topic())) {
            keep(output);
        } else {
            waiting.add(output);
        }
    }

    @Override
    public boolean isReady() {
        return waiting.isEmpty();
    }

    @Override
    public int flush() {
        int kept = 0;
        while (!waiting.isEmpty() && isKnown(waiting.element().topic())) {
            Output output = waiting.remove();
            try {
                parts.checkSize(output); // its topic was not known before
                keep(output);
            } catch (OutputTooLargeException e) {
                throw new RefusedOutput(output, e);
            }
            kept++;
        }
        return kept;
    }

    /** Acknowledges at once: that the outputs are safe is the transaction's business. */
    @Override
    public void seal(Epoch epoch) {
        setAside(epoch);
        epoch.acknowledge(0);
    }

    /** Ends {@code epoch} without acknowledging it. */
    void setAside(Epoch epoch) {
        if (!waiting.isEmpty()) {
            throw new IllegalStateException(
                    "Epoch %d is sealed while %d outputs wait".formatted(epoch.number(), waiting.size()));
        }
        if (!buffer.isEmpty()) {
            buffer.seal(epoch);
            parts.buffers().seal(buffer);
            buffer = new EpochBuffer(stage);
            unsealedBytes.setRelease(0);
        }
    }

    private void keep(Output output) {
        buffer.add(output.withoutInput()); // which may be far larger, and wait for long
        unsealedBytes.setRelease(unsealedBytes.getPlain() + output.size() + OVERHEAD);
    }

    /** Returns whether it is known that {@code topic} is there; if not, the worker is woken when it is. */
    private boolean isKnown(String topic) {
        boolean known = parts.topics().isKnown(topic);
        if (!known) {
            parts.topics().seek(topic, worker);
        }
        return known;
    }
}
