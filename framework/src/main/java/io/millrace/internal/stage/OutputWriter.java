package io.millrace.internal.stage;

import io.millrace.internal.epoch.Epoch;

/** Takes the outputs of one worker and knows which of them are acknowledged. Confined to the worker. */
public interface OutputWriter {

    /** Takes {@code output} without waiting. */
    void write(Output output);

    /** Returns whether it wants more outputs; if not, the worker takes no new input until it does and wakes it. */
    boolean isReady();

    /**
     * Goes on with what it could not send at once; returns how much of it. Never waits.
     *
     * @throws RefusedOutput if it finds out that one of them is too large, which is dropped; it can be called again
     */
    int flush();

    /** Returns for how many nanoseconds {@link #flush} has nothing to do unless the worker is woken, as far as it knows. */
    default long nanosToNextWork() {
        return Long.MAX_VALUE;
    }

    /** Returns what takes the records of the sink node {@code sink}, which is not Kafka. */
    default SinkBatches batches(String sink) {
        throw new IllegalStateException("Nothing was made to write the records of '%s'".formatted(sink));
    }

    /** Has {@code refusals} decide about what sinks that are not Kafka do not take. */
    default void refuseTo(SinkRefusals refusals) {}

    /** Has what was taken for sinks that are not Kafka leave without waiting for more, and returns whether all of it is done with. */
    default boolean settle() {
        return true;
    }

    /** Ends {@code epoch}: acknowledges it as soon as all outputs taken so far are acknowledged. */
    void seal(Epoch epoch);
}
