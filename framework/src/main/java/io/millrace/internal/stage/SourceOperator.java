package io.millrace.internal.stage;

import io.millrace.processor.Record;
import io.millrace.topology.Node;
import org.apache.kafka.common.serialization.Deserializer;

/** Turns the bytes of an input record into objects. Confined to the worker. */
final class SourceOperator implements Operator {

    private final Deserializer<?> keys;
    private final Deserializer<?> values;
    private final CurrentRecord current;
    private final Downstream downstream;

    SourceOperator(Node.Source source, CurrentRecord current, Downstream downstream) {
        this.keys = source.keyDeserializer();
        this.values = source.valueDeserializer();
        this.current = current;
        this.downstream = downstream;
    }

    @Override
    public void process(Record<Object, Object> record) {
        downstream.forward(deserialize(record));
    }

    private Record<Object, Object> deserialize(Record<Object, Object> record) {
        String topic = current.origin().assignment().topic();
        return new Record<>(
                keys.deserialize(topic, record.headers(), (byte[]) record.key()),
                values.deserialize(topic, record.headers(), (byte[]) record.value()),
                CarriedTime.taken(record),
                record.headers());
    }
}
