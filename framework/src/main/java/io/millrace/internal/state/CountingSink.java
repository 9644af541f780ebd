package io.millrace.internal.state;

import org.jspecify.annotations.Nullable;

/** Passes changes on and counts them and their bytes. Confined to the committer. */
final class CountingSink implements ChangeSink {

    private final ChangeSink sink;
    private long entries;
    private long bytes;

    CountingSink(ChangeSink sink) {
        this.sink = sink;
    }

    @Override
    public void change(String store, byte[] key, byte @Nullable [] value, long timestamp) {
        entries++;
        bytes += key.length + (value == null ? 0 : value.length);
        sink.change(store, key, value, timestamp);
    }

    long entries() {
        return entries;
    }

    long bytes() {
        return bytes;
    }
}
