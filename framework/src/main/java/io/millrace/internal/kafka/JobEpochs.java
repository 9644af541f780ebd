package io.millrace.internal.kafka;

/** How a job's input is divided into epochs. Confined to the source worker. */
interface JobEpochs {

    /** Returns whether inputs may begin to flow. */
    boolean mayBegin();

    /** Returns whether an epoch of {@code records} inputs should end that has lasted {@code nanos}. */
    boolean isFull(long records, long nanos);

    /** Returns whether an epoch may end before all inputs have flowed. */
    boolean mayEndEarly();

    /** Returns whether inputs may be missing that have not begun to flow. */
    boolean isComplete();
}
