package io.millrace.sink.redis;

import io.lettuce.core.RedisClient;
import io.millrace.sink.BatchWriter;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkEffect;
import io.millrace.sink.SinkRecord;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to Redis, with the client Lettuce. Each batch is one call of a script, which also keeps how far the records have come, in a
 * hash of the sink's own; so a record that comes again after a failure is left out, and even what is counted counts once.
 *
 * <p>That holds as long as Redis keeps what it has acknowledged, of which its persistence and replication decide. For a single server, with
 * replicas or not; not for Redis Cluster, where a script can't reach all keys.
 *
 * <p>Immutable. Each worker has a connection of its own; the client stays its owner's.
 */
public final class RedisSink<K extends @Nullable Object, V extends @Nullable Object> implements Sink<K, V> {

    private static final String POSITIONS = "millrace:outputs";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final RedisClient client;
    private final Function<? super SinkRecord<K, V>, RedisWrite> writes;
    private final SinkEffect effect;
    private final String positions;
    private final Duration timeout;

    private RedisSink(
            RedisClient client,
            Function<? super SinkRecord<K, V>, RedisWrite> writes,
            SinkEffect effect,
            String positions,
            Duration timeout) {
        this.client = Objects.requireNonNull(client, "client");
        this.writes = Objects.requireNonNull(writes, "writes");
        this.effect = effect;
        this.positions = Objects.requireNonNull(positions, "positions");
        this.timeout = timeout;
    }

    /** Returns a sink that does what {@code writes} makes of each record; it is called by several threads at a time. */
    public static <K extends @Nullable Object, V extends @Nullable Object> RedisSink<K, V> of(
            RedisClient client, Function<? super SinkRecord<K, V>, RedisWrite> writes) {
        return new RedisSink<>(client, writes, SinkEffect.ONCE_WHERE_POSSIBLE, POSITIONS, TIMEOUT);
    }

    /** Has a topology refused where the same record can't be recognised; without it, such a topology writes at least once. */
    public RedisSink<K, V> exactly() {
        return new RedisSink<>(client, writes, SinkEffect.ONCE, positions, timeout);
    }

    /** Leaves the positions out: what comes again is written again. */
    public RedisSink<K, V> atLeastOnce() {
        return new RedisSink<>(client, writes, SinkEffect.AT_LEAST_ONCE, positions, timeout);
    }

    /** Has the positions in another hash than {@code millrace:outputs}. */
    public RedisSink<K, V> withPositions(String key) {
        return new RedisSink<>(client, writes, effect, key, timeout);
    }

    /** Bounds the wait for each answer of Redis; default 10 s. */
    public RedisSink<K, V> withTimeout(Duration newTimeout) {
        if (newTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("The timeout is %s: give 1 ms or more".formatted(newTimeout));
        }
        return new RedisSink<>(client, writes, effect, positions, newTimeout);
    }

    @Override
    public SinkEffect effect() {
        return effect;
    }

    @Override
    public BatchWriter<K, V> writer(SinkContext context) {
        return new RedisWriter<>(client, writes, positions, timeout);
    }
}
