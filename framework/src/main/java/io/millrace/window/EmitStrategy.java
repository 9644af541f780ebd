package io.millrace.window;

import java.time.Duration;
import java.util.Objects;

/** When a windowed aggregation tells results. Immutable. */
public sealed interface EmitStrategy {

    /** Each record tells the new result of each window that it is in. The default. */
    record OnWindowUpdate() implements EmitStrategy {}

    /** Each window tells its result once, when it is closed, so that nothing changes it any more. */
    record OnWindowClose() implements EmitStrategy {}

    /**
     * Windows that have changed tell their result, at most every so often by the wall clock, and once more when they are closed if
     * they have changed since.
     *
     * @param interval at least a millisecond
     */
    record Every(Duration interval) implements EmitStrategy {

        public Every {
            Objects.requireNonNull(interval, "interval");
        }
    }

    static EmitStrategy onWindowUpdate() {
        return new OnWindowUpdate();
    }

    static EmitStrategy onWindowClose() {
        return new OnWindowClose();
    }

    static EmitStrategy every(Duration interval) {
        return new Every(interval);
    }
}
