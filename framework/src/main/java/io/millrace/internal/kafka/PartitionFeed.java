package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.LaneWriter;
import io.millrace.internal.exchange.Origin;
import io.millrace.processor.Record;
import java.util.ArrayDeque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of one assigned partition between Kafka's consumer and the lane, and the position behind the last one that
 * has entered the lane. Only that position may be committed: what waits here has not been processed.
 *
 * <p>Confined to the source worker.
 */
final class PartitionFeed {

    private final PartitionAssignment assignment;
    private final TopicPartition partition;
    private final LaneWriter lane;
    private final int entry;
    private final ReservedHeaders reserved;
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private Position position;
    private @Nullable Position positionWhenEmpty;
    private long readAt;
    private long published;
    private boolean paused;
    private boolean held;

    /** @param reserved which of our headers are left on its records */
    PartitionFeed(
            PartitionAssignment assignment, Position start, LaneWriter lane, int entry, ReservedHeaders reserved) {
        this.assignment = assignment;
        this.partition =
                new TopicPartition(assignment.topic(), assignment.partition().partition());
        this.position = start;
        this.lane = lane;
        this.entry = entry;
        this.reserved = reserved;
    }

    PartitionAssignment assignment() {
        return assignment;
    }

    TopicPartition partition() {
        return partition;
    }

    /** Returns where to go on after what has entered the lane. */
    Position position() {
        return position;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Takes the records of a poll.
     *
     * @param next where reading goes on behind them, which may be past offsets that hold no records
     * @param now the engine's nanoTime
     */
    void add(List<ConsumerRecord<byte[], byte[]>> records, @Nullable OffsetAndMetadata next, long now) {
        waiting.addAll(records);
        readAt = now;
        if (next != null) {
            positionWhenEmpty = new Position(next.offset(), next.leaderEpoch().orElse(null));
        }
        moveBehindGaps();
    }

    /** Moves records into the lane as long as there is room; returns how many. */
    int publish() {
        int moved = 0;
        for (ConsumerRecord<byte[], byte[]> record = waiting.peek();
                record != null && lane.tryWrite(event(record));
                record = waiting.peek()) {
            waiting.remove();
            position = new Position(record.offset() + 1, record.leaderEpoch().orElse(null));
            moved++;
        }
        if (moved > 0) {
            published += moved;
            moveBehindGaps();
        }
        return moved;
    }

    /** Returns how many records have entered the lane since the last call. */
    long takePublished() {
        long taken = published;
        published = 0;
        return taken;
    }

    /** Forgets the records that have not entered the lane; they will be read again. */
    void dropWaiting() {
        waiting.clear();
        positionWhenEmpty = null;
    }

    /** Notes whether the partition is to be paused; returns whether that is a change. */
    boolean changePaused(boolean newPaused) {
        boolean changed = paused != newPaused;
        paused = newPaused;
        return changed;
    }

    /** Keeps the partition from being read until its position is committed. */
    void hold() {
        held = true;
    }

    void release() {
        held = false;
    }

    boolean isHeld() {
        return held;
    }

    private void moveBehindGaps() {
        if (waiting.isEmpty() && positionWhenEmpty != null) {
            position = positionWhenEmpty;
            positionWhenEmpty = null;
        }
    }

    private LaneEvent event(ConsumerRecord<byte[], byte[]> record) {
        return new LaneEvent.Data(
                entry,
                new Record<>(record.key(), record.value(), record.timestamp(), reserved.trusted(record.headers())),
                new Origin(assignment, record.offset(), record.timestamp(), readAt));
    }
}
