package io.millrace.internal.epoch;

import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Spreads keys over the workers of a stage (the idea of Flink's key groups: a key always has the same group, and the groups
 * are dealt out to however many workers there are). Thread-safe.
 */
public final class KeyGroups {

    /** More than anybody has workers in one process, so that each gets about as many groups. */
    public static final int COUNT = 1_024;

    /** By the keys' hash codes, and so perhaps otherwise in another process. */
    public static final KeyGroups IN_THIS_PROCESS = new KeyGroups(Object::hashCode);

    /** Java says what their hash codes are. That of an enum, or of a record that has one, is another in each process. */
    private static final Set<Class<?>> FIXED_HASH_CODES = Set.of(
            String.class,
            Long.class,
            Integer.class,
            Short.class,
            Byte.class,
            Character.class,
            Boolean.class,
            Double.class,
            Float.class,
            UUID.class);

    private final ToIntFunction<Object> otherHashes;

    private KeyGroups(ToIntFunction<Object> otherHashes) {
        this.otherHashes = otherHashes;
    }

    /** Returns groups that are the same in all processes; {@code bytes} makes bytes of those keys that need it. */
    public static KeyGroups everywhere(Function<Object, byte[]> bytes) {
        return new KeyGroups(key -> Arrays.hashCode(bytes.apply(key)));
    }

    /** Returns which of {@code workers} has {@code key}. Arrays of bytes count by content. */
    public int worker(Object key, int workers) {
        return (int) ((long) group(key) * workers / COUNT);
    }

    /** Returns the group of {@code key}, less than {@link #COUNT}. */
    public int group(Object key) {
        return mixed(hash(key)) & (COUNT - 1);
    }

    private int hash(Object key) {
        if (key instanceof byte[] bytes) {
            return Arrays.hashCode(bytes);
        }
        return FIXED_HASH_CODES.contains(key.getClass()) ? key.hashCode() : otherHashes.applyAsInt(key);
    }

    /** The finalizer of MurmurHash3: many hash codes differ in few bits only. */
    private static int mixed(int hash) {
        int h = hash;
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
