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

    /** Ends {@code epoch}: acknowledges it as soon as all outputs taken so far are acknowledged. */
    void seal(Epoch epoch);
}
