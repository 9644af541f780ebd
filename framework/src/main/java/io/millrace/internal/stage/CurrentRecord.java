package io.millrace.internal.stage;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.state.CurrentKey;
import io.millrace.processor.Record;
import org.jspecify.annotations.Nullable;

/** What a worker's operators share about the input record in their hands. Confined to the worker. */
final class CurrentRecord implements CurrentKey {

    private @Nullable Origin origin;
    private @Nullable Object entryKey;
    private @Nullable Object key;
    private @Nullable NodeFailure failure;

    /** {@code record} has come to this worker, and was made of the input at {@code newOrigin}. */
    void begin(Record<Object, Object> record, Origin newOrigin) {
        origin = newOrigin;
        entryKey = record.key();
        failure = null;
    }

    void end() {
        origin = null;
        entryKey = null;
        key = null;
    }

    Origin origin() {
        if (origin == null) {
            throw new IllegalStateException("No record is being processed: this is only known inside process(...)");
        }
        return origin;
    }

    /** Returns the key that brought the record to this worker. */
    @Nullable
    Object entryKey() {
        return entryKey;
    }

    /** Sets whose state the processor at work sees, and returns whose it was before. */
    @Nullable
    Object switchKey(@Nullable Object newKey) {
        Object before = key;
        key = newKey;
        return before;
    }

    @Override
    public Object key() {
        if (key == null) {
            throw new IllegalStateException(
                    "The record has no key, and this store keeps its state by key: drop such records before, or give them one");
        }
        return key;
    }

    @Override
    public Shard shard() {
        Shard shard = origin().assignment().shard();
        if (shard == null) {
            throw new IllegalStateException("%s has no shard though a store is behind it".formatted(origin()));
        }
        return shard;
    }

    /** Notes a failure, so that it counts even where user code upstream catches the exception, and returns it. */
    NodeFailure fail(String node, Throwable thrown) {
        if (failure == null) {
            failure = new NodeFailure(node, thrown);
        }
        return failure;
    }

    @Nullable
    NodeFailure failure() {
        return failure;
    }
}
