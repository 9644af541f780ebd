package io.millrace.sink.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What one record does to Redis: one command, or nothing. Immutable. */
public final class RedisWrite {

    private static final RedisWrite NONE = new RedisWrite(List.of());

    private final List<byte[]> parts;

    private RedisWrite(List<byte[]> parts) {
        this.parts = Collections.unmodifiableList(parts);
    }

    /** Returns what leaves Redis as it is. */
    public static RedisWrite none() {
        return NONE;
    }

    /**
     * Returns any command, as {@code of("ZADD", "ranks", points, player)}.
     *
     * @param arguments byte arrays as they are, all others as what {@code toString} returns, in UTF-8
     */
    public static RedisWrite of(String command, Object... arguments) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(bytes(command));
        for (Object argument : arguments) {
            parts.add(bytes(argument));
        }
        return new RedisWrite(parts);
    }

    /** Gives {@code key} a value. */
    public static RedisWrite set(Object key, Object value) {
        return of("SET", key, value);
    }

    /** Removes {@code key}. */
    public static RedisWrite delete(Object key) {
        return of("DEL", key);
    }

    /** Has the number of {@code key} grow. */
    public static RedisWrite increment(Object key, long by) {
        return of("INCRBY", key, by);
    }

    /** Gives a field of the hash {@code key} a value. */
    public static RedisWrite setField(Object key, Object field, Object value) {
        return of("HSET", key, field, value);
    }

    /** Has the number in a field of the hash {@code key} grow. */
    public static RedisWrite incrementField(Object key, Object field, long by) {
        return of("HINCRBY", key, field, by);
    }

    List<byte[]> parts() {
        return parts;
    }

    private static byte[] bytes(Object argument) {
        return argument instanceof byte[] bytes ? bytes : argument.toString().getBytes(StandardCharsets.UTF_8);
    }
}
