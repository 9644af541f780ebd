package io.millrace.internal.kafka;

import io.millrace.internal.plan.Division;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The record that each checkpoint writes to each partition of a changelog that it has changed: which input offsets the state
 * before it belongs to. On restore they must be those that the group has committed. Immutable.
 *
 * @param committer the transactional id that wrote it
 * @param epoch of the committer
 * @param division how the state before it is divided: where it is, all inputs have the changelog's own partition number
 * @param offsets of the next record of each input
 */
public record Marker(String committer, long epoch, Division division, Map<TopicPartition, Long> offsets) {

    private static final byte[] KEY = "\0millrace-checkpoint-marker\0".getBytes(StandardCharsets.UTF_8);

    /** Names inputs by their topics. */
    private static final String DIVIDED = "1";

    /** Names inputs as {@code topic:partition}. */
    private static final String UNDIVIDED = "2";

    public Marker {
        offsets = Map.copyOf(offsets);
    }

    /** Returns the key of all markers, so that compaction keeps the last one. No user's serde gives these bytes. */
    static byte[] key() {
        return KEY.clone();
    }

    /** Returns whether a record with this key is a marker. */
    public static boolean isKey(byte @Nullable [] key) {
        return key != null && Arrays.equals(key, KEY);
    }

    byte[] value() {
        Map<String, Long> named = new TreeMap<>();
        offsets.forEach((input, offset) -> named.put(nameOf(input), offset));
        String inputs = named.entrySet().stream()
                .map(offset -> offset.getKey() + "=" + offset.getValue())
                .collect(Collectors.joining(","));
        return String.join(";", form(), committer, String.valueOf(epoch), inputs)
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the marker that {@code value} holds.
     *
     * @param partition of the changelog
     * @throws IllegalArgumentException if it holds none that this version can read
     */
    static Marker of(byte @Nullable [] value, int partition) {
        String text = value == null ? "" : new String(value, StandardCharsets.UTF_8);
        String[] parts = text.split(";", -1);
        if (parts.length != 4) {
            throw unreadable(text);
        }
        Division division =
                switch (parts[0]) {
                    case DIVIDED -> Division.BY_PARTITION;
                    case UNDIVIDED -> Division.UNDIVIDED;
                    default -> throw unreadable(text);
                };
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (String input : parts[3].split(",", 0)) {
            int equals = input.lastIndexOf('=');
            if (equals > 0) {
                offsets.put(
                        inputOf(input.substring(0, equals), division, partition),
                        Long.parseLong(input.substring(equals + 1)));
            }
        }
        return new Marker(parts[1], Long.parseLong(parts[2]), division, offsets);
    }

    private String form() {
        return switch (division) {
            case BY_PARTITION -> DIVIDED;
            case UNDIVIDED -> UNDIVIDED;
        };
    }

    private String nameOf(TopicPartition input) {
        return switch (division) {
            case BY_PARTITION -> input.topic();
            case UNDIVIDED -> input.topic() + ":" + input.partition();
        };
    }

    private static TopicPartition inputOf(String name, Division division, int partition) {
        return switch (division) {
            case BY_PARTITION -> new TopicPartition(name, partition);
            case UNDIVIDED -> {
                int colon = name.lastIndexOf(':');
                if (colon < 1) {
                    throw unreadable(name);
                }
                yield new TopicPartition(name.substring(0, colon), Integer.parseInt(name.substring(colon + 1)));
            }
        };
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException("A checkpoint marker can't be read: '%s'".formatted(text));
    }
}
