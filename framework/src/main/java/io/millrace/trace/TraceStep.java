package io.millrace.trace;

import org.apache.kafka.common.header.Headers;

/**
 * One step of a traced record's way: through a stage, a call to elsewhere, an output. It has begun when somebody has it, and later ones
 * follow from it, also after its end.
 *
 * <p>Thread-safe: a step may be entered, ended and followed from by different threads.
 */
public interface TraceStep {

    /** Stands for all that is not traced. */
    TraceStep NONE = new UntracedStep();

    /** What a step is about. */
    enum Kind {

        /** A stage processes the record. */
        STAGE,

        /** A stage tries the record again, which had failed. */
        RETRY,

        /** A call to elsewhere, from its beginning to its answer. */
        CALL
    }

    /**
     * Begins a step that follows from this one.
     *
     * @param node the operator that it is about; of {@link Kind#STAGE} the first one
     */
    TraceStep next(Kind kind, TracePlace place, String node);

    /**
     * Begins the step of an output to {@code topic}, which ends when Kafka has it for good.
     *
     * @param headers the output's, into which the trace's context is put
     */
    TraceStep output(TracePlace place, String topic, Headers headers);

    /** Makes it the current one of this thread until the scope is closed, by the same thread. */
    Scope enter();

    /** What it is about has failed with {@code thrown}, whose message may quote the record. */
    void failed(Throwable thrown);

    /** It is over; further calls do nothing. */
    void end();

    /** Undoes what has made a step the current one of a thread. Confined to that thread. */
    interface Scope extends AutoCloseable {

        @Override
        void close();
    }
}
