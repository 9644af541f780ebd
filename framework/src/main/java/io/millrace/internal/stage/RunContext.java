package io.millrace.internal.stage;

import io.millrace.internal.metrics.StageMeter;
import io.millrace.internal.query.QuestionBoxes;
import io.millrace.runtime.TimeSource;
import io.millrace.trace.RecordTracer;

/**
 * What the workers of a run have in common. Thread-safe.
 *
 * @param meter takes what event time and timers do
 * @param inBatches whether records come in batches at first
 * @param errors what becomes of records that fail
 * @param questions about the state of its workers
 * @param places each of them is waited for, until it is idle
 */
public record RunContext(
        TimeSource time,
        EventTimeMeter meter,
        boolean inBatches,
        RunErrors errors,
        PlacesBefore places,
        Meters meters,
        QuestionBoxes questions,
        RecordTracer tracer) {

    /** Nobody may ask for the state of its workers. */
    public RunContext(
            TimeSource time,
            EventTimeMeter meter,
            boolean inBatches,
            RunErrors errors,
            PlacesBefore places,
            Meters meters,
            RecordTracer tracer) {
        this(time, meter, inBatches, errors, places, meters, QuestionBoxes.NONE, tracer);
    }

    /** The meters of workers. */
    @FunctionalInterface
    public interface Meters {

        /** Nothing is measured. */
        Meters NONE = (stage, number) -> StageMeter.NONE;

        /** Returns that of worker {@code number} of {@code stage}. */
        StageMeter worker(String stage, int number);
    }
}
