package io.millrace.internal.state;

import org.jspecify.annotations.Nullable;

/** An entry of a table whose entries end: it knows when it was written, and has its place in an {@link AgeOrder}. */
final class AgedEntry<V> extends HeapEntry<V> {

    private long at;
    private @Nullable AgedEntry<V> older;
    private @Nullable AgedEntry<V> younger;

    AgedEntry(Object identity, int epoch) {
        super(identity, epoch);
    }

    @Override
    long at() {
        return at;
    }

    @Override
    void write(@Nullable V newValue, long now) {
        super.write(newValue, now);
        at = now;
    }

    @Nullable
    AgedEntry<V> older() {
        return older;
    }

    @Nullable
    AgedEntry<V> younger() {
        return younger;
    }

    void setOlder(@Nullable AgedEntry<V> entry) {
        older = entry;
    }

    void setYounger(@Nullable AgedEntry<V> entry) {
        younger = entry;
    }
}
