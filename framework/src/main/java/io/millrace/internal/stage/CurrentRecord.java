package io.millrace.internal.stage;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.metrics.StageMeter;
import io.millrace.internal.state.CurrentKey;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a worker's operators share about the input record in their hands. Confined to the worker. */
final class CurrentRecord implements CurrentKey {

    private final StageMeter meter;
    private @Nullable Origin origin;
    private @Nullable Object entryKey;
    private @Nullable Object key;
    private @Nullable NodeFailure failure;

    CurrentRecord(StageMeter meter) {
        this.meter = meter;
    }

    /** Nobody measures what becomes of the record. */
    CurrentRecord() {
        this(StageMeter.NONE);
    }

    /** Returns what measures the worker. */
    StageMeter meter() {
        return meter;
    }

    /** {@code record} has come to this worker, and was made of the input at {@code newOrigin}. */
    void begin(Record<Object, Object> record, Origin newOrigin) {
        origin = newOrigin;
        entryKey = record.key();
        failure = null;
    }

    /** No record is in hand, but a timer of {@code newKey} or its entry of a table; {@code newOrigin} says so. */
    void beginWithoutRecord(Object newKey, Origin newOrigin) {
        begin(newOrigin);
        entryKey = newKey;
    }

    /** Nothing is in hand, and stores show the shard of {@code newOrigin}. */
    void begin(Origin newOrigin) {
        origin = newOrigin;
        failure = null;
    }

    /** {@code parked} is in hand again. */
    void resume(ParkedRecords.Parked parked) {
        begin(parked.origin());
        entryKey = parked.entryKey();
    }

    /**
     * Nothing is in hand any more.
     *
     * @throws NodeFailure the first one that was noted, which user code may have caught
     */
    void finish() {
        end();
        if (failure != null) {
            throw failure;
        }
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

    /** Returns the origin of the record in hand; null if none is, or what is in hand came from none. */
    @Nullable
    Origin originOfRecord() {
        return origin == null || origin.isRecord() ? origin : null;
    }

    /** Returns where the record in hand came from. */
    RecordMetadata metadata() {
        return whence().orElseThrow(() -> new IllegalStateException(
                "A timer fires or a table is told, or has given rise to what is processed: that came from nowhere"));
    }

    /** Returns where the record in hand came from; empty if from nowhere. */
    Optional<RecordMetadata> whence() {
        return origin().isRecord() ? Optional.of(origin().metadata()) : Optional.empty();
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
        return fail(new NodeFailure(node, thrown));
    }

    /** Notes a failure unless there was one before, and returns the first. */
    NodeFailure fail(NodeFailure newFailure) {
        if (failure == null) {
            failure = newFailure;
        }
        return failure;
    }
}
