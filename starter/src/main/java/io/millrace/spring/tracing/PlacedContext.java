package io.millrace.spring.tracing;

import io.millrace.trace.TracePlace;

/** What the contexts of all observations of records have in common, for predicates, filters and conventions of the service's own. */
public sealed interface PlacedContext
        permits RecordObservationContext, StepObservationContext, OutputObservationContext {

    /** Returns the topology and the stage. */
    TracePlace place();
}
