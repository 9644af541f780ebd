package io.millrace.processor;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Which input an output came from. It travels in the output's header {@value #HEADER}: on all records of repartition topics, and on
 * those of sinks that ask for it with {@code Produced.withOutputIds()}.
 *
 * <p>Within a {@link Channel} offset and ordinal only grow. A record that does not lie behind all those before it of its channel has
 * been seen, whatever it was that sent it again: a crash, a rebalance, or a process that went on after it had been given up. A source
 * with {@code Consumed.dropReplays()} goes by that; readers without Millrace can do the same.
 *
 * <p>Immutable.
 *
 * @param offset of the input record
 * @param ordinal numbers the outputs of one input record, from 0
 */
public record OutputId(Channel channel, long offset, int ordinal) {

    /** The name of the header. */
    public static final String HEADER = "millrace-origin";

    /** As the first byte of the header. */
    private static final byte VERSION = 1;

    private static final int BYTES = 1 + Channel.BYTES + Long.BYTES + Integer.BYTES;

    /**
     * What of an output's origin has an order: a partition of an input topic, and where several workers share its keys, those keys
     * that stay together. Immutable.
     *
     * @param writer stands for the consumer group and the sink that wrote the output
     * @param topicId Kafka's id of the input topic: one that was deleted and made again has another, and its offsets begin anew
     * @param partition of the input topic
     * @param keyGroup of the key that brought the input to its worker; {@link #NO_KEY_GROUP} where workers share no keys
     */
    public record Channel(int writer, UUID topicId, int partition, short keyGroup) {

        public static final short NO_KEY_GROUP = -1;

        /** The bytes that {@link #write} writes. */
        public static final int BYTES = Integer.BYTES + 2 * Long.BYTES + Integer.BYTES + Short.BYTES;

        /** Writes it into {@code bytes}, so that {@link #read} can read it. */
        public void write(ByteBuffer bytes) {
            bytes.putInt(writer)
                    .putLong(topicId.getMostSignificantBits())
                    .putLong(topicId.getLeastSignificantBits())
                    .putInt(partition)
                    .putShort(keyGroup);
        }

        /** Reads what {@link #write} wrote. */
        public static Channel read(ByteBuffer bytes) {
            return new Channel(
                    bytes.getInt(), new UUID(bytes.getLong(), bytes.getLong()), bytes.getInt(), bytes.getShort());
        }
    }

    /** Returns the id that {@code headers} hold; empty if there is none, or it is of a version that is not known here. */
    public static Optional<OutputId> of(Headers headers) {
        @Nullable Header header = headers.lastHeader(HEADER);
        return header == null ? Optional.empty() : of(header.value());
    }

    /** Returns the id that {@code value} is, of the header or of a store; empty if it is none of a version that is known here. */
    public static Optional<OutputId> of(byte @Nullable [] value) {
        if (value == null || value.length != BYTES || value[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(value, 1, BYTES - 1);
        return Optional.of(new OutputId(Channel.read(bytes), bytes.getLong(), bytes.getInt()));
    }

    /** Returns the header's value. */
    public byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).put(VERSION);
        channel.write(bytes);
        return bytes.putLong(offset).putInt(ordinal).array();
    }

    /**
     * Returns whether this lies behind {@code other}.
     *
     * @throws IllegalArgumentException if they are not of one channel
     */
    public boolean isBehind(OutputId other) {
        if (!channel.equals(other.channel)) {
            throw new IllegalArgumentException(
                    "Ids of two channels have no order: %s and %s".formatted(channel, other.channel));
        }
        return offset > other.offset || (offset == other.offset && ordinal > other.ordinal);
    }
}
