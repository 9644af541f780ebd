package io.millrace.spring.tracing;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.millrace.spring.tracing.StreamObservation.Key;
import io.millrace.trace.TracePlace;

/** Names observations and says what they tell. Immutable. */
final class StreamObservationConvention implements ObservationConvention<Observation.Context> {

    private static final String KAFKA = "kafka";

    private final StreamObservation observation;

    StreamObservationConvention(StreamObservation observation) {
        this.observation = observation;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof PlacedContext;
    }

    @Override
    public String getName() {
        return observation.getName();
    }

    @Override
    public String getContextualName(Observation.Context context) {
        if (context instanceof RecordObservationContext record) {
            return "process " + record.topic();
        }
        if (context instanceof OutputObservationContext output) {
            return "send " + output.topic();
        }
        StepObservationContext step = (StepObservationContext) context;
        return switch (observation) {
            case RETRY -> "retry " + step.node();
            case CALL -> "call " + step.node();
            default -> "stage " + step.place().stage();
        };
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(Observation.Context context) {
        TracePlace place = ((PlacedContext) context).place();
        KeyValues values = KeyValues.of(Key.TOPOLOGY.withValue(place.topology()), Key.STAGE.withValue(place.stage()));
        if (context instanceof RecordObservationContext record) {
            return values.and(messaging(record.topic(), "process"));
        }
        if (context instanceof OutputObservationContext output) {
            return values.and(messaging(output.topic(), "send"));
        }
        return observation == StreamObservation.STAGE
                ? values
                : values.and(Key.NODE.withValue(((StepObservationContext) context).node()));
    }

    private static KeyValues messaging(String topic, String operation) {
        return KeyValues.of(
                Key.SYSTEM.withValue(KAFKA), Key.TOPIC.withValue(topic), Key.OPERATION.withValue(operation));
    }
}
