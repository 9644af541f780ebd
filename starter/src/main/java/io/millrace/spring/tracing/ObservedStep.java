package io.millrace.spring.tracing;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.millrace.spring.tracing.StreamObservation.Key;
import io.millrace.trace.TracePlace;
import io.millrace.trace.TraceStep;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.header.Headers;

/** A step of a trace that is recorded. Thread-safe. */
final class ObservedStep implements TraceStep {

    private final Observation observation;
    private final ObservationRegistry registry;
    private final AtomicBoolean over;

    private ObservedStep(Observation observation, ObservationRegistry registry, boolean isOver) {
        this.observation = observation;
        this.registry = registry;
        this.over = new AtomicBoolean(isOver);
    }

    /** {@code observation} has begun. */
    ObservedStep(Observation observation, ObservationRegistry registry) {
        this(observation, registry, false);
    }

    @Override
    public TraceStep next(Kind kind, TracePlace place, String node) {
        StreamObservation what =
                switch (kind) {
                    case STAGE -> StreamObservation.STAGE;
                    case RETRY -> StreamObservation.RETRY;
                    case CALL -> StreamObservation.CALL;
                };
        return begin(what, new StepObservationContext(place, node));
    }

    @Override
    public TraceStep output(TracePlace place, String topic, Headers headers) {
        return begin(StreamObservation.OUTPUT, new OutputObservationContext(place, topic, headers));
    }

    private ObservedStep begin(StreamObservation what, Observation.Context context) {
        try (Observation.Scope withBaggage = observation.openScope()) { // which a tracer may find there only
            Observation next = what.observation(null, new StreamObservationConvention(what), () -> context, registry)
                    .parentObservation(withBaggage.getCurrentObservation())
                    .start();
            return next.isNoop() ? leftOut() : new ObservedStep(next, registry);
        }
    }

    /** Returns a step that the service does not observe: what follows from it follows from this one. */
    private ObservedStep leftOut() {
        return new ObservedStep(observation, registry, true);
    }

    @Override
    public Scope enter() {
        return observation.openScope()::close;
    }

    /** Nothing of {@code thrown} but its class: its message, and those of its causes, may quote the record. */
    @Override
    public void failed(Throwable thrown) {
        if (!over.get()) {
            String type = thrown.getClass().getName();
            observation.lowCardinalityKeyValue(Key.ERROR.withValue(type)).error(new RecordFailure(type));
        }
    }

    @Override
    public void end() {
        if (over.compareAndSet(false, true)) {
            observation.stop();
        }
    }

    /** Tells that a record has failed with something of a type, and no more. */
    private static final class RecordFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RecordFailure(String type) {
            super(type, null, false, false);
        }
    }
}
