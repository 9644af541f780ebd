package io.millrace.internal.stage;

import io.millrace.internal.exchange.Origin;
import io.millrace.internal.plan.SinkPlan;
import io.millrace.trace.TraceStep;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A serialized record on its way out. Immutable.
 *
 * @param sink the node that made it, and how it leaves
 * @param timestamp in milliseconds since the epoch
 * @param headers unmodifiable, as they were when it was made: user code may go on to change the record's own
 */
public record Output(
        SinkPlan sink,
        String topic,
        byte @Nullable [] key,
        byte @Nullable [] value,
        long timestamp,
        List<Header> headers,
        Origin origin) {

    /** Returns the bytes of key, value and headers. */
    public int size() {
        int size = length(key) + length(value);
        for (Header header : headers) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }

    /** Returns the same for those who keep it for long: it keeps no input record alive. */
    public Output withoutInput() {
        Origin kept = origin.withoutInput();
        return kept == origin ? this : new Output(sink, topic, key, value, timestamp, headers, kept);
    }

    /** Returns the same with {@code step} as its own and with {@code newHeaders}. */
    Output traced(TraceStep step, List<Header> newHeaders) {
        return new Output(sink, topic, key, value, timestamp, newHeaders, origin.at(step));
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
