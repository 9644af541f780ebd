package io.millrace.window;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;

/** Writes a window of a known size as its start. */
final class TimeWindowedSerde<K> extends WindowedSerde<K> {

    private final long sizeMs;

    TimeWindowedSerde(Serde<K> keys, long sizeMs) {
        super(keys, Long.BYTES);
        this.sizeMs = sizeMs;
    }

    @Override
    void write(Window window, ByteBuffer bytes) {
        bytes.putLong(window.start());
    }

    @Override
    Window read(ByteBuffer bytes) {
        long start = bytes.getLong();
        long end = start + sizeMs;
        return new Window(start, end < 0 ? Long.MAX_VALUE : end);
    }
}
