package io.millrace.internal.stage;

import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.StagePlan;
import io.millrace.runtime.TimeSource;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.topology.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes the outputs of a worker some of which do not go to Kafka. An epoch is acknowledged when all parts of it are.
 *
 * <p>Confined to the worker. What writes to the sinks has threads of its own.
 */
public final class JointWriter implements OutputWriter {

    private final OutputWriter kafka;
    private final Map<String, SinkBatches> batches = new LinkedHashMap<>();

    /** {@code kafka} takes what goes to Kafka. */
    public JointWriter(OutputWriter kafka) {
        this.kafka = kafka;
    }

    /**
     * The worker whose outputs are taken. Immutable.
     *
     * @param group the consumer group
     * @param number of the worker in its stage, from 0
     * @param wakeUp wakes the worker
     */
    public record Place(String topology, String group, StagePlan stage, int number, WakeUp wakeUp) {}

    /**
     * Adds a sink, and returns the worker that writes to it, for a thread of its own that {@code writing} wakes. {@code written} takes the
     * origins of records when these are written, on that thread.
     */
    public SinkCaller add(
            Node.ExternalSink sink, Place place, WakeUp writing, Consumer<Origin> written, TimeSource time) {
        SinkCall call = new SinkCall(writing, place.wakeUp());
        SinkTrouble trouble = new SinkTrouble(place.topology(), sink.name(), time);
        SinkTries tries = new SinkTries(sink.name(), call, sink.batched().retry(), trouble, time);
        batches.put(sink.name(), new SinkBatches(sink.batched(), tries, time));
        return new SinkCaller(
                untyped(sink),
                new SinkContext(place.group(), place.topology(), place.stage().name(), sink.name(), place.number()),
                call,
                written);
    }

    @Override
    public void write(Output output) {
        kafka.write(output);
    }

    @Override
    public boolean isReady() {
        boolean ready = kafka.isReady();
        for (SinkBatches sink : batches.values()) {
            ready &= sink.isReady();
        }
        return ready;
    }

    @Override
    public int flush() {
        int done = kafka.flush();
        for (SinkBatches sink : batches.values()) {
            done += sink.work();
        }
        return done;
    }

    @Override
    public long nanosToNextWork() {
        long least = kafka.nanosToNextWork();
        for (SinkBatches sink : batches.values()) {
            least = Math.min(least, sink.nanosToNextWork());
        }
        return least;
    }

    /** Returns for how long batches wait for more records; {@link Long#MAX_VALUE} if none does. */
    public long nanosToFull() {
        return batches.values().stream()
                .mapToLong(SinkBatches::nanosToFull)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    @Override
    public void refuseTo(SinkRefusals refusals) {
        batches.values().forEach(sink -> sink.refuseTo(refusals));
    }

    @Override
    public boolean settle() {
        boolean settled = true;
        for (SinkBatches sink : batches.values()) {
            settled &= sink.settle();
        }
        return settled;
    }

    @Override
    public SinkBatches batches(String sink) {
        SinkBatches found = batches.get(sink);
        return found == null ? kafka.batches(sink) : found;
    }

    @Override
    public void seal(Epoch epoch) {
        epoch.expect(batches.size());
        batches.values().forEach(sink -> sink.seal(epoch));
        kafka.seal(epoch);
    }

    @SuppressWarnings("unchecked") // the DSL has checked that the types of the stream are those of the sink
    private static Sink<Object, Object> untyped(Node.ExternalSink sink) {
        return (Sink<Object, Object>) sink.sink();
    }
}
