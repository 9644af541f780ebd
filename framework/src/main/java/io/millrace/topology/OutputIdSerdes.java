package io.millrace.topology;

import io.millrace.processor.OutputId;
import io.millrace.processor.OutputId.Channel;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** How ids of outputs are stored: in as many bytes each, always. Thread-safe. */
final class OutputIdSerdes {

    static final Serde<Channel> CHANNELS =
            Serdes.serdeFrom((topic, channel) -> bytes(channel), (topic, bytes) -> channel(bytes));

    static final Serde<OutputId> IDS = Serdes.serdeFrom((topic, id) -> id.bytes(), (topic, bytes) -> id(bytes));

    private OutputIdSerdes() {}

    private static byte[] bytes(Channel channel) {
        ByteBuffer bytes = ByteBuffer.allocate(Channel.BYTES);
        channel.write(bytes);
        return bytes.array();
    }

    private static Channel channel(byte[] bytes) {
        if (bytes.length != Channel.BYTES) {
            throw new IllegalArgumentException(
                    "A channel of output ids has %d bytes, and these are %d".formatted(Channel.BYTES, bytes.length));
        }
        return Channel.read(ByteBuffer.wrap(bytes));
    }

    private static OutputId id(byte[] bytes) {
        return OutputId.of(bytes)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%d bytes are no output id that this version can read".formatted(bytes.length)));
    }
}
