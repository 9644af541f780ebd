package io.millrace.benchmark.engine;

import io.millrace.benchmark.workload.JsonCodec;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The events' JSON, for engines that take serdes. */
final class JsonSerde {
    private JsonSerde() {}

    static <T> Serde<T> of(Class<T> type) {
        JsonCodec<T> codec = new JsonCodec<>(type);
        return Serdes.serdeFrom((topic, event) -> codec.write(event), (topic, json) -> codec.read(json));
    }
}
