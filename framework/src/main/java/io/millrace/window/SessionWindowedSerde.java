package io.millrace.window;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;

/** Writes a session as its end and its start. */
final class SessionWindowedSerde<K> extends WindowedSerde<K> {

    SessionWindowedSerde(Serde<K> keys) {
        super(keys, 2 * Long.BYTES);
    }

    @Override
    void write(Window window, ByteBuffer bytes) {
        bytes.putLong(window.end()).putLong(window.start());
    }

    @Override
    Window read(ByteBuffer bytes) {
        long end = bytes.getLong();
        return new Window(bytes.getLong(), end);
    }
}
