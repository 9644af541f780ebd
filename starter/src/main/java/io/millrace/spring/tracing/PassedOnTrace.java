package io.millrace.spring.tracing;

import io.millrace.trace.TracePlace;
import io.millrace.trace.TraceStep;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A trace that nobody records, which a record came with: outputs carry it on, so that who reads them does not begin another one. Immutable.
 *
 * @param headers that it came with
 */
record PassedOnTrace(List<Header> headers) implements TraceStep {

    @Override
    public TraceStep next(Kind kind, TracePlace place, String node) {
        return this;
    }

    @Override
    public TraceStep output(TracePlace place, String topic, Headers output) {
        for (Header header : headers) {
            if (output.lastHeader(header.key()) == null) {
                output.add(header);
            }
        }
        return NONE;
    }

    @Override
    public Scope enter() {
        return NONE.enter();
    }

    @Override
    public void failed(Throwable thrown) {}

    @Override
    public void end() {}
}
