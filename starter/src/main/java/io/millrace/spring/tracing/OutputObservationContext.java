package io.millrace.spring.tracing;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.millrace.trace.TracePlace;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;

/** What is known of an output: the context of {@link StreamObservation#OUTPUT}. Nothing of the record itself. */
public final class OutputObservationContext extends SenderContext<Headers> implements PlacedContext {

    private final TracePlace place;
    private final String topic;

    OutputObservationContext(TracePlace place, String topic, Headers headers) {
        super((carrier, name, value) -> TraceHeaders.set(Objects.requireNonNull(carrier), name, value), Kind.PRODUCER);
        setCarrier(headers);
        this.place = place;
        this.topic = topic;
    }

    @Override
    public TracePlace place() {
        return place;
    }

    /** Returns the topic that it goes to. */
    public String topic() {
        return topic;
    }
}
