package io.millrace.topology;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Stands where a serde is missing until the build fails for it. Immutable. */
final class MissingSerde implements Serde<Object> {

    @Override
    public Serializer<Object> serializer() {
        return (topic, data) -> {
            throw new IllegalStateException("A topology without all serdes was built");
        };
    }

    @Override
    public Deserializer<Object> deserializer() {
        return (topic, data) -> {
            throw new IllegalStateException("A topology without all serdes was built");
        };
    }
}
