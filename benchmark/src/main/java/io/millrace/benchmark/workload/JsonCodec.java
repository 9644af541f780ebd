package io.millrace.benchmark.workload;

import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes one type of event as JSON, for the driver and for every engine alike: an engine with JSON code of its
 * own would be measured for that code.
 *
 * <p>Thread-safe.
 */
public final class JsonCodec<T> {
    private final ObjectReader reader;
    private final ObjectWriter writer;

    public JsonCodec(Class<T> type) {
        JsonMapper mapper = JsonMapper.builder().build();
        reader = mapper.readerFor(type);
        writer = mapper.writerFor(type);
    }

    /** Parses {@code json}; throws {@link tools.jackson.core.JacksonException} where it is not an event. */
    public T read(byte[] json) {
        return reader.readValue(json);
    }

    /** Writes {@code event} as UTF-8. */
    public byte[] write(T event) {
        return writer.writeValueAsBytes(event);
    }
}
