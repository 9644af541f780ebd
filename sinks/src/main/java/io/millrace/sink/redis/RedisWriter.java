package io.millrace.sink.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.millrace.processor.OutputId;
import io.millrace.sink.BatchWriter;
import io.millrace.sink.RefusedException;
import io.millrace.sink.SinkRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes batches by one call of a script each. Confined to the thread that writes. */
final class RedisWriter<K extends @Nullable Object, V extends @Nullable Object> implements BatchWriter<K, V> {

    /** What is wrong is the server, and may be right soon. */
    private static final Set<String> PASSING = Set.of(
            "OOM",
            "LOADING",
            "READONLY",
            "MASTERDOWN",
            "CLUSTERDOWN",
            "TRYAGAIN",
            "BUSY",
            "NOREPLICAS",
            "MISCONF",
            "MOVED",
            "ASK");

    private static final byte[] NOTHING = {};

    private final RedisClient client;
    private final Function<? super SinkRecord<K, V>, RedisWrite> writes;
    private final byte[] positions;
    private final Duration timeout;
    private @Nullable StatefulRedisConnection<byte[], byte[]> connection;

    RedisWriter(
            RedisClient client,
            Function<? super SinkRecord<K, V>, RedisWrite> writes,
            String positions,
            Duration timeout) {
        this.client = client;
        this.writes = writes;
        this.positions = positions.getBytes(StandardCharsets.UTF_8);
        this.timeout = timeout;
    }

    @Override
    public void write(List<SinkRecord<K, V>> batch) {
        byte[][] arguments = arguments(batch);
        List<?> answer;
        try {
            answer = call(connected().sync(), arguments);
        } catch (RuntimeException e) {
            close(); // what it may still send must not come behind what is sent next
            throw e;
        }
        String error = new String((byte[]) answer.get(0), StandardCharsets.UTF_8);
        if (!error.isEmpty()) {
            RedisCommandExecutionException failure = new RedisCommandExecutionException(error);
            if (PASSING.contains(error.split("[ :]", 2)[0])) {
                throw failure;
            }
            throw new RefusedException("Redis refuses a command", failure);
        }
    }

    @Override
    public void close() {
        StatefulRedisConnection<byte[], byte[]> open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    private StatefulRedisConnection<byte[], byte[]> connected() {
        StatefulRedisConnection<byte[], byte[]> open = connection;
        if (open == null) {
            open = client.connect(ByteArrayCodec.INSTANCE);
            open.setTimeout(timeout);
            connection = open;
        }
        return open;
    }

    private List<?> call(RedisCommands<byte[], byte[]> redis, byte[][] arguments) {
        byte[][] keys = {positions};
        try {
            return redis.evalsha(WriteScript.DIGEST, ScriptOutputType.MULTI, keys, arguments);
        } catch (RedisNoScriptException e) {
            return redis.eval(WriteScript.TEXT, ScriptOutputType.MULTI, keys, arguments);
        }
    }

    /** Returns what the script takes: for each record its channel, its position, the number of the command's parts, and these. */
    private byte[][] arguments(List<SinkRecord<K, V>> batch) {
        List<byte[]> arguments = new ArrayList<>();
        for (SinkRecord<K, V> record : batch) {
            List<byte[]> parts = parts(record);
            arguments.add(record.id().map(RedisWriter::channel).orElse(NOTHING));
            arguments.add(record.id().map(RedisWriter::position).orElse(NOTHING));
            arguments.add(ascii(String.valueOf(parts.size())));
            arguments.addAll(parts);
        }
        return arguments.toArray(byte[][]::new);
    }

    private List<byte[]> parts(SinkRecord<K, V> record) {
        try {
            return writes.apply(record).parts();
        } catch (RuntimeException e) {
            throw new RefusedException("The command of a record could not be told", e);
        }
    }

    private static byte[] channel(OutputId id) {
        ByteBuffer bytes = ByteBuffer.allocate(OutputId.Channel.BYTES);
        id.channel().write(bytes);
        return bytes.array();
    }

    /** Has as many digits for all, so that what is behind is greater as a text, too: numbers of scripts are not exact enough. */
    private static byte[] position(OutputId id) {
        return ascii("%019d.%010d".formatted(id.offset(), id.ordinal()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
