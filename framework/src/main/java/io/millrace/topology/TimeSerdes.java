package io.millrace.topology;

import io.millrace.processor.SourcePartition;
import io.millrace.topology.TimeKeeperNode.Before;
import io.millrace.topology.TimeKeeperNode.TimePlace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * How the places of watermarks are stored: {@code [partition][1 and before, or 0][topic]}, where what is before are two longs of the
 * topic's id and a partition. Thread-safe.
 */
final class TimeSerdes {

    static final Serde<TimePlace> PLACES =
            Serdes.serdeFrom((topic, place) -> bytes(place), (topic, bytes) -> place(bytes));

    private static final int SHORTEST = Integer.BYTES + 1;
    private static final int BEFORE_BYTES = 2 * Long.BYTES + Integer.BYTES;

    private TimeSerdes() {}

    private static byte[] bytes(TimePlace place) {
        byte[] topic = place.partition().topic().getBytes(StandardCharsets.UTF_8);
        @Nullable Before before = place.before();
        ByteBuffer bytes = ByteBuffer.allocate(SHORTEST + (before == null ? 0 : BEFORE_BYTES) + topic.length)
                .putInt(place.partition().partition())
                .put((byte) (before == null ? 0 : 1));
        if (before != null) {
            bytes.putLong(before.topicId().getMostSignificantBits())
                    .putLong(before.topicId().getLeastSignificantBits())
                    .putInt(before.partition());
        }
        return bytes.put(topic).array();
    }

    private static TimePlace place(byte[] bytes) {
        if (bytes.length < SHORTEST || (bytes[Integer.BYTES] != 0 && bytes.length < SHORTEST + BEFORE_BYTES)) {
            throw new IllegalArgumentException("%d bytes are no place of a watermark".formatted(bytes.length));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int partition = buffer.getInt();
        @Nullable
        Before before =
                buffer.get() == 0 ? null : new Before(new UUID(buffer.getLong(), buffer.getLong()), buffer.getInt());
        String topic = new String(bytes, buffer.position(), buffer.remaining(), StandardCharsets.UTF_8);
        return new TimePlace(new SourcePartition(topic, partition), before);
    }
}
