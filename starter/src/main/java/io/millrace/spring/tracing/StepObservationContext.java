package io.millrace.spring.tracing;

import io.micrometer.observation.Observation;
import io.millrace.trace.TracePlace;

/**
 * What is known of a step inside of a topology: the context of {@link StreamObservation#STAGE}, {@link StreamObservation#RETRY} and {@link
 * StreamObservation#CALL}.
 */
public final class StepObservationContext extends Observation.Context implements PlacedContext {

    private final TracePlace place;
    private final String node;

    StepObservationContext(TracePlace place, String node) {
        this.place = place;
        this.node = node;
    }

    @Override
    public TracePlace place() {
        return place;
    }

    /** Returns the operator that it is about. */
    public String node() {
        return node;
    }
}
