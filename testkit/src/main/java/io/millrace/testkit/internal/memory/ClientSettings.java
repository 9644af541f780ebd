package io.millrace.testkit.internal.memory;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The settings of a client, as far as they mean something here. Immutable. */
record ClientSettings(Map<String, Object> values) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    String text(String name, String otherwise) {
        return Objects.toString(values.get(name), otherwise);
    }

    String lowerCase(String name, String otherwise) {
        return text(name, otherwise).toLowerCase(Locale.ROOT);
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(values.get(name)).map(Object::toString);
    }

    int number(String name, int otherwise) {
        Object value = values.get(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value.toString());
        } catch (NumberFormatException e) {
            throw new ConfigException(name, value, "Not a number");
        }
    }

    long nanos(String name, int otherwiseMillis) {
        return number(name, otherwiseMillis) * NANOS_PER_MILLI;
    }

    boolean isTrue(String name, boolean otherwise) {
        return Boolean.parseBoolean(text(name, String.valueOf(otherwise)));
    }

    /** Returns the classes, or names of classes, of a list that Kafka also takes as text. */
    List<Object> classes(String name, Class<?> otherwise) {
        @Nullable Object value = values.get(name);
        if (value instanceof List<?> list) {
            return List.copyOf(list);
        }
        if (value instanceof String names) {
            return List.of((Object[]) names.split("\\s*,\\s*"));
        }
        return value == null ? List.of(otherwise) : List.of(value);
    }
}
