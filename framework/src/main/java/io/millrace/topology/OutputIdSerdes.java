package io.millrace.topology;

import io.millrace.processor.OutputId;
import io.millrace.processor.OutputId.Channel;
import io.millrace.processor.SourcePartition;
import io.millrace.topology.Node.ReplayFilter.Arrival;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** How ids of outputs are stored. Thread-safe. */
final class OutputIdSerdes {

    static final Serde<Arrival> ARRIVALS =
            Serdes.serdeFrom((topic, arrival) -> bytes(arrival), (topic, bytes) -> arrival(bytes));

    static final Serde<OutputId> IDS = Serdes.serdeFrom((topic, id) -> id.bytes(), (topic, bytes) -> id(bytes));

    private static final int BYTES_BEFORE_TOPIC = Channel.BYTES + Integer.BYTES;

    private OutputIdSerdes() {}

    private static byte[] bytes(Arrival arrival) {
        byte[] topic = arrival.partition().topic().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(BYTES_BEFORE_TOPIC + topic.length);
        arrival.channel().write(bytes);
        return bytes.putInt(arrival.partition().partition()).put(topic).array();
    }

    private static Arrival arrival(byte[] bytes) {
        if (bytes.length < BYTES_BEFORE_TOPIC) {
            throw new IllegalArgumentException("%d bytes are no channel and partition".formatted(bytes.length));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Channel channel = Channel.read(buffer);
        int partition = buffer.getInt();
        String topic = new String(bytes, BYTES_BEFORE_TOPIC, buffer.remaining(), StandardCharsets.UTF_8);
        return new Arrival(new SourcePartition(topic, partition), channel);
    }

    private static OutputId id(byte[] bytes) {
        return OutputId.of(bytes)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%d bytes are no output id that this version can read".formatted(bytes.length)));
    }
}
