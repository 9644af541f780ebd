package io.millrace.samples.common.json;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/**
 * Values of one type as JSON. The type is the reader's own choice: nothing in a record can name a class.
 *
 * <p>What can't be read is a {@link SerializationException} that says where the text is wrong and nothing of what it says.
 *
 * <p>Thread-safe.
 */
public final class JsonSerde<T> implements Serde<T> {
    private final Class<T> type;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    private JsonSerde(Class<T> type) {
        this.type = type;
        this.reader = Json.mapper().readerFor(type);
        this.writer = Json.mapper().writerFor(type);
    }

    public static <T> JsonSerde<T> of(Class<T> type) {
        return new JsonSerde<>(type);
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> value == null ? null : writer.writeValueAsBytes(value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return this::read;
    }

    private @Nullable T read(String topic, byte @Nullable [] json) {
        if (json == null) {
            return null;
        }
        T value;
        try {
            value = reader.readValue(json);
        } catch (JacksonException e) {
            // Without its cause, whose message quotes the text.
            throw new SerializationException("A value of topic '%s' is no %s: %s at %s"
                    .formatted(topic, type.getSimpleName(), e.getClass().getSimpleName(), place(e)));
        }
        if (value == null) {
            throw new SerializationException(
                    "A value of topic '%s' is no %s but the word null".formatted(topic, type.getSimpleName()));
        }
        return value;
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null
                ? "an unknown place"
                : "line %d, column %d"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }
}
