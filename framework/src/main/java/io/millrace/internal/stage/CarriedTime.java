package io.millrace.internal.stage;

import io.millrace.processor.Record;
import io.millrace.runtime.TimeSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Carries event time that Kafka would not take as a record's timestamp through the topology's own topics, in a header. Others have none.
 *
 * <p>Confined to the worker.
 */
public record CarriedTime(TimeSource time) {

    /** The name of the header: eight bytes, milliseconds since 1970. */
    public static final String HEADER = "millrace-time";

    /** Brokers refuse records that are stamped more than an hour ahead; this leaves room for clocks that differ. */
    private static final long LARGEST_LEAD_MILLIS = 30 * 60_000;

    /** Returns whether a broker is sure to take {@code timestamp} at {@code now}. */
    public static boolean isTaken(long timestamp, long now) {
        return timestamp >= 0 && timestamp <= latestTaken(now);
    }

    /** Returns the largest timestamp that a broker is sure to take at {@code now}. */
    public static long latestTaken(long now) {
        return now + LARGEST_LEAD_MILLIS;
    }

    /** Returns {@code headers} of a record, and its {@code timestamp} if need be. */
    List<Header> with(long timestamp, List<Header> headers) {
        List<Header> carrying = new ArrayList<>(headers);
        boolean changed =
                carrying.removeIf(header -> header.key().equals(HEADER)); // user code can't have made one that is right
        if (!isTaken(timestamp, time.currentTimeMillis())) {
            changed = true;
            carrying.add(new RecordHeader(
                    HEADER, ByteBuffer.allocate(Long.BYTES).putLong(timestamp).array()));
        }
        return changed ? List.copyOf(carrying) : headers;
    }

    /** Returns the timestamp that {@code record} carries, or else the one that it has; takes the header off. */
    static long taken(Record<Object, Object> record) {
        @Nullable Header header = record.headers().lastHeader(HEADER);
        if (header == null) {
            return record.timestamp();
        }
        record.headers().remove(HEADER);
        byte[] value = header.value();
        return value == null || value.length != Long.BYTES
                ? record.timestamp()
                : ByteBuffer.wrap(value).getLong();
    }
}
