package io.millrace.spring.tracing;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.millrace.trace.RecordTracer;
import io.millrace.trace.TracePlace;
import io.millrace.trace.TraceStep;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Traces records as observations. Whoever began the trace that a record comes with has decided whether it is recorded; for one that comes
 * without, the service's sampler does, which is asked by an observation, and so not more often than {@link NewTraces} allow.
 *
 * <p>Thread-safe.
 */
final class ObservedRecords implements RecordTracer {

    private final ObservationRegistry registry;
    private final TraceHeaders traceHeaders;
    private final NewTraces newTraces;

    ObservedRecords(ObservationRegistry registry, TraceHeaders traceHeaders, NewTraces newTraces) {
        this.registry = registry;
        this.traceHeaders = traceHeaders;
        this.newTraces = newTraces;
    }

    @Override
    public TraceStep begin(TracePlace place, String topic, Headers headers, long now) {
        if (traceHeaders.areWithoutTrace(headers)) {
            return newTraces.mayBegin(now) ? observed(place, topic, headers) : TraceStep.NONE;
        }
        return traceHeaders.areNotSampled(headers) ? passedOn(headers) : observed(place, topic, headers);
    }

    private TraceStep observed(TracePlace place, String topic, Headers headers) {
        RecordObservationContext context = new RecordObservationContext(place, topic, headers);
        Observation observation = StreamObservation.RECORD
                .observation(null, new StreamObservationConvention(StreamObservation.RECORD), () -> context, registry)
                .start();
        if (isRecorded(context)) {
            return new ObservedStep(observation, registry);
        }
        observation.stop();
        return passedOn(headers);
    }

    private static boolean isRecorded(Observation.Context context) {
        TracingObservationHandler.TracingContext tracing = context.get(TracingObservationHandler.TracingContext.class);
        Span span = tracing == null ? null : tracing.getSpan();
        return span != null && !span.isNoop();
    }

    private TraceStep passedOn(Headers headers) {
        List<Header> trace = traceHeaders.of(headers);
        return trace.isEmpty() ? TraceStep.NONE : new PassedOnTrace(trace);
    }
}
