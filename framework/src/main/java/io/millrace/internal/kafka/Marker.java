package io.millrace.internal.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The record that each checkpoint writes to each partition of a changelog that it has changed: which input offsets the state
 * before it belongs to. On restore they must be those that the group has committed. Immutable.
 *
 * @param committer the transactional id that wrote it
 * @param epoch of the committer
 * @param offsets of the next input record, by topic; all of the changelog's own partition number
 */
public record Marker(String committer, long epoch, Map<String, Long> offsets) {

    private static final byte[] KEY = "\0millrace-checkpoint-marker\0".getBytes(StandardCharsets.UTF_8);
    private static final String VERSION = "1";

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
        String inputs = new TreeMap<>(offsets)
                .entrySet().stream()
                        .map(offset -> offset.getKey() + "=" + offset.getValue())
                        .collect(Collectors.joining(","));
        return String.join(";", VERSION, committer, String.valueOf(epoch), inputs)
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the marker that {@code value} holds.
     *
     * @throws IllegalArgumentException if it holds none that this version can read
     */
    static Marker of(byte @Nullable [] value) {
        String text = value == null ? "" : new String(value, StandardCharsets.UTF_8);
        String[] parts = text.split(";", -1);
        if (parts.length != 4 || !parts[0].equals(VERSION)) {
            throw new IllegalArgumentException("A checkpoint marker can't be read: '%s'".formatted(text));
        }
        Map<String, Long> offsets = new TreeMap<>();
        for (String input : parts[3].split(",", 0)) {
            int equals = input.lastIndexOf('=');
            if (equals > 0) {
                offsets.put(input.substring(0, equals), Long.parseLong(input.substring(equals + 1)));
            }
        }
        return new Marker(parts[1], Long.parseLong(parts[2]), offsets);
    }
}
