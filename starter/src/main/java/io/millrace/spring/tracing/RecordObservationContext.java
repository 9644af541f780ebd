package io.millrace.spring.tracing;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.millrace.trace.TracePlace;
import org.apache.kafka.common.header.Headers;

/** What is known of a record that its first stage takes up: the context of {@link StreamObservation#RECORD}. Nothing of the record itself. */
public final class RecordObservationContext extends ReceiverContext<Headers> implements PlacedContext {

    private final TracePlace place;
    private final String topic;

    RecordObservationContext(TracePlace place, String topic, Headers headers) {
        super(TraceHeaders::get, Kind.CONSUMER);
        setCarrier(headers);
        this.place = place;
        this.topic = topic;
    }

    @Override
    public TracePlace place() {
        return place;
    }

    /** Returns the topic that it was read from. */
    public String topic() {
        return topic;
    }
}
