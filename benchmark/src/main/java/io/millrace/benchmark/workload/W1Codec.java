package io.millrace.benchmark.workload;

import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes the JSON of {@code W1}, for the driver and for every engine alike: an engine with JSON code of its own
 * would be measured for that code.
 *
 * <p>Thread-safe.
 */
public final class W1Codec {
    private final ObjectReader reader;
    private final ObjectWriter writer;

    public W1Codec() {
        JsonMapper mapper = JsonMapper.builder().build();
        reader = mapper.readerFor(W1Event.class);
        writer = mapper.writerFor(W1Event.class);
    }

    /** Parses {@code json}; throws {@link tools.jackson.core.JacksonException} where it is not an event. */
    public W1Event read(byte[] json) {
        return reader.readValue(json);
    }

    /** Writes {@code event} as UTF-8. */
    public byte[] write(W1Event event) {
        return writer.writeValueAsBytes(event);
    }
}
