package io.millrace.trace;

import org.apache.kafka.common.header.Headers;

/** Does nothing. Immutable. */
final class UntracedStep implements TraceStep {

    private static final Scope NO_SCOPE = () -> {};

    @Override
    public TraceStep next(Kind kind, TracePlace place, String node) {
        return this;
    }

    @Override
    public TraceStep output(TracePlace place, String topic, Headers headers) {
        return this;
    }

    @Override
    public Scope enter() {
        return NO_SCOPE;
    }

    @Override
    public void failed(Throwable thrown) {}

    @Override
    public void end() {}

    @Override
    public String toString() {
        return "not traced";
    }
}
