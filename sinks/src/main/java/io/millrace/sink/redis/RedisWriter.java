package io.millrace.sink.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.millrace.processor.OutputId;
import io.millrace.sink.BatchWriter;
import io.millrace.sink.RefusedException;
import io.millrace.sink.SinkRecord;
import io.millrace.sink.UnavailableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes batches by one call of a script each, or a few where there is much to say. Confined to the thread that writes. */
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

    /** Of Lua's stack, which takes 8,000 values, some are for others. */
    private static final int MOST_PARTS = 7_900;

    /** Redis takes about a million in one command. */
    private static final int MANY_ARGUMENTS = 100_000;

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
        List<byte[]> arguments = new ArrayList<>();
        for (SinkRecord<K, V> record : batch) {
            if (arguments.size() > MANY_ARGUMENTS) {
                run(RedisScript.WRITE, arguments);
                arguments.clear();
            }
            add(record, arguments);
        }
        run(RedisScript.WRITE, arguments);
    }

    @Override
    public void giveUp(SinkRecord<K, V> record, long replayFrom) {
        OutputId id = record.id().orElseThrow();
        run(RedisScript.GIVE_UP, List.of(channel(id), position(id), position(replayFrom, 0)));
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

    private void run(RedisScript script, List<byte[]> arguments) {
        String error;
        try {
            error = script.run(connected().sync(), positions, arguments);
        } catch (RuntimeException e) {
            close(); // what it may still send must not come behind what is sent next
            throw new UnavailableException("Redis does not answer, or runs no scripts", e);
        }
        if (!error.isEmpty()) {
            throw failure(error);
        }
    }

    private static RuntimeException failure(String error) {
        if (error.equals(RedisScript.GIVEN_UP)) {
            return RefusedException.again();
        }
        RedisCommandExecutionException failure = new RedisCommandExecutionException(error);
        String kind = error.split("[ :]", 2)[0];
        return PASSING.contains(kind)
                ? new UnavailableException("Redis takes nothing now, with " + kind, failure)
                : new RefusedException("Redis refuses a command", failure);
    }

    /** Adds what the script takes for a record: its channel, its position, the number of the command's parts, and these. */
    private void add(SinkRecord<K, V> record, List<byte[]> arguments) {
        List<byte[]> parts = parts(record);
        arguments.add(record.id().map(RedisWriter::channel).orElse(NOTHING));
        arguments.add(record.id().map(RedisWriter::position).orElse(NOTHING));
        arguments.add(ascii(String.valueOf(parts.size())));
        arguments.addAll(parts);
    }

    private List<byte[]> parts(SinkRecord<K, V> record) {
        List<byte[]> parts;
        try {
            parts = writes.apply(record).parts();
        } catch (RuntimeException | StackOverflowError e) { // of values that are nested too deep
            throw new RefusedException("The command of a record could not be told", e);
        }
        if (parts.size() > MOST_PARTS) {
            throw new RefusedException(
                    "The command of a record has %d parts, and scripts of Redis can't take more than %d: make it smaller"
                            .formatted(parts.size(), MOST_PARTS));
        }
        return parts;
    }

    private static byte[] channel(OutputId id) {
        ByteBuffer bytes = ByteBuffer.allocate(OutputId.Channel.BYTES);
        id.channel().write(bytes);
        return bytes.array();
    }

    /** Has as many digits for all, so that what is behind is greater as a text, too: numbers of scripts are not exact enough. */
    private static byte[] position(OutputId id) {
        return position(id.offset(), id.ordinal());
    }

    private static byte[] position(long offset, int ordinal) {
        return ascii("%019d.%010d".formatted(offset, ordinal));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
