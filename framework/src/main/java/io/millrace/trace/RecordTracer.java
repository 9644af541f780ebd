package io.millrace.trace;

import org.apache.kafka.common.header.Headers;

/**
 * Begins the traces of records, or goes on with those that others have begun. The Spring Boot starter has one for Micrometer.
 *
 * <p>Asked for every record, by the thread that processes it: what is not traced should cost next to nothing. Thread-safe.
 */
@FunctionalInterface
public interface RecordTracer {

    /** Traces nothing. */
    RecordTracer NONE = (place, topic, headers, now) -> TraceStep.NONE;

    /**
     * A record of {@code topic} is taken up at {@code place}, which is the first that it comes to.
     *
     * @param headers the record's, which are only to be read
     * @param now a time in nanoseconds that only grows; only differences mean anything
     * @return its first step, which has begun; {@link TraceStep#NONE} if it is not traced
     */
    TraceStep begin(TracePlace place, String topic, Headers headers, long now);
}
