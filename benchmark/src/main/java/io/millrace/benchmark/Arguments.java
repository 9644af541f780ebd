package io.millrace.benchmark;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command line as names and values, and how values are written.
 *
 * <p>Immutable.
 */
final class Arguments {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");

    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Takes {@code words} for names, all of them in {@code known}, that are each followed by a value. */
    static Arguments of(List<String> words, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        for (int index = 0; index < words.size(); index += 2) {
            String name = words.get(index);
            if (!known.contains(name)) {
                throw new IllegalArgumentException("Option '%s' is unknown.".formatted(name));
            }
            if (index + 1 == words.size()) {
                throw new IllegalArgumentException("Option '%s' needs a value.".formatted(name));
            }
            values.put(name, words.get(index + 1));
        }
        return new Arguments(values);
    }

    /** These arguments, and those of {@code defaults} that are missing here. */
    Arguments orElse(Map<String, String> defaults) {
        Map<String, String> merged = new HashMap<>(defaults);
        merged.putAll(values);
        return new Arguments(merged);
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("Option '%s' has no default.".formatted(name));
        }
        return value;
    }

    /** Names separated by commas, each once; none where the option is missing. */
    List<String> list(String name) {
        if (!values.containsKey(name)) {
            return List.of();
        }
        List<String> items = Arrays.stream(text(name).split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .distinct()
                .toList();
        if (items.isEmpty()) {
            throw new IllegalArgumentException("Option '%s' needs at least one name.".formatted(name));
        }
        return items;
    }

    int count(String name) {
        String value = text(name);
        if (!value.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException(
                    "Option '%s' is '%s'; it must be a whole number from 1 to 999999999.".formatted(name, value));
        }
        return Integer.parseInt(value);
    }

    Duration duration(String name) {
        return duration(name, text(name));
    }

    /** Reads {@code value}, which option {@code name} has among others. */
    static Duration duration(String name, String value) {
        Matcher matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Option '%s' is '%s'; it must be a time such as '45s', '500ms' or '2m'.".formatted(name, value));
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }
}
