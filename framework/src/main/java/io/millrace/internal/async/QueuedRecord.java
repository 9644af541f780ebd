package io.millrace.internal.async;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.processor.Record;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record in the queue, from its coming until it goes on. Confined to the worker. */
final class QueuedRecord {

    private final int lane;
    private final LaneEvent.Data data;
    private @Nullable AsyncOutcome outcome;
    private @Nullable Segment segment;
    private @Nullable TimeMark mark;

    QueuedRecord(int lane, LaneEvent.Data data) {
        this.lane = lane;
        this.data = data;
    }

    int lane() {
        return lane;
    }

    LaneEvent.Data data() {
        return data;
    }

    Record<Object, Object> record() {
        return data.record();
    }

    /** Returns what its key is compared by; null if it has none. */
    @Nullable
    Object key() {
        Object key = record().key();
        return key instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : key;
    }

    PartitionAssignment assignment() {
        return data.origin().assignment();
    }

    /** Returns whether nobody wants it any more. */
    boolean isVoid() {
        return assignment().isDiscarded();
    }

    void end(AsyncOutcome newOutcome) {
        outcome = newOutcome;
    }

    boolean hasEnded() {
        return outcome != null;
    }

    /** Returns what goes on: the record with its outcome, and with the times given. */
    LaneEvent.Data released(long before, long watermark) {
        Record<Object, Object> ended = record().withValue(Objects.requireNonNull(outcome, "its call has not ended"));
        return new LaneEvent.Data(data.entry(), ended, data.origin(), before, watermark, data.sentAt());
    }

    /** The same with the times that it came with. */
    LaneEvent.Data released() {
        return released(data.before(), data.watermark());
    }

    /** It waits in {@code newSegment}. */
    void in(Segment newSegment) {
        segment = newSegment;
    }

    Segment segment() {
        return Objects.requireNonNull(segment, "it is in none");
    }

    /** {@code newMark} holds its place among the times. */
    void at(TimeMark newMark) {
        mark = newMark;
    }

    TimeMark mark() {
        return Objects.requireNonNull(mark, "it has none");
    }
}
