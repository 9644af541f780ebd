package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.LaneWriter;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.exchange.RecordSequence;
import io.millrace.processor.Record;
import io.millrace.trace.TraceStep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of one assigned partition between Kafka's consumer and the lane, and the position behind the last one that
 * has entered the lane. Only that position may be committed: what waits here has not been processed.
 *
 * <p>Records enter the lane up to a limit, which is where the partition begins until the {@link Intake} sets another one.
 *
 * <p>Confined to the source worker.
 */
final class PartitionFeed {

    private static final long NO_LIMIT = Long.MAX_VALUE;

    private static final int LARGEST_BLOCK = 512;
    private static final long LARGEST_BLOCK_BYTES = 1024 * 1024;

    private final PartitionAssignment assignment;
    private final TopicPartition partition;
    private final LaneWriter lane;
    private final int entry;
    private final ReservedHeaders reserved;
    private final KeptInputs inputs;
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private Position position;
    private @Nullable Position positionWhenEmpty;
    private long limit;
    private long readAt;
    private long published;
    private boolean paused;
    private boolean held;

    /**
     * @param reserved which of our headers are left on its records
     * @param inputs whether those travel as they were read, too
     */
    PartitionFeed(
            PartitionAssignment assignment,
            Position start,
            LaneWriter lane,
            int entry,
            ReservedHeaders reserved,
            KeptInputs inputs) {
        this.assignment = assignment;
        this.partition =
                new TopicPartition(assignment.topic(), assignment.partition().partition());
        this.position = start;
        this.limit = start.offset();
        this.lane = lane;
        this.entry = entry;
        this.reserved = reserved;
        this.inputs = inputs;
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

    /** Lets all records flow. */
    void open() {
        limit = NO_LIMIT;
    }

    /** Lets no record flow from {@code offset} on. */
    void limitTo(long offset) {
        limit = offset;
        moveBehindGaps();
    }

    /** Lets no record flow that has not entered the lane. */
    void shut() {
        limit = position.offset();
    }

    /** Returns whether all records before the limit have entered the lane. */
    boolean isAtLimit() {
        return position.offset() >= limit;
    }

    /** Returns whether a record waits that may flow. */
    boolean hasNext() {
        ConsumerRecord<byte[], byte[]> next = waiting.peek();
        return next != null && next.offset() < limit;
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
            positionWhenEmpty = position(next.offset(), next.leaderEpoch());
        }
        moveBehindGaps();
    }

    /** Returns the offset behind all that was read, whether it has entered the lane or waits. */
    long readTo() {
        if (positionWhenEmpty != null) {
            return positionWhenEmpty.offset();
        }
        ConsumerRecord<byte[], byte[]> last = waiting.peekLast();
        return last == null ? position.offset() : last.offset() + 1;
    }

    /** Returns how many records wait. */
    int waiting() {
        return waiting.size();
    }

    /** Returns whether a batch is planned that has not entered the lane. */
    boolean isBatchOpen() {
        return position.batch().isOpenAt(position.offset());
    }

    /** Plans a batch of the records that wait before {@code end}; returns false if there are none. */
    boolean planBatch(long end) {
        long last = -1;
        for (ConsumerRecord<byte[], byte[]> record : waiting) {
            if (record.offset() >= end) {
                break;
            }
            last = record.offset();
        }
        if (last < 0) {
            return false;
        }
        position = position.withBatch(position.batch().next(last + 1));
        return true;
    }

    /** Moves records into the lane as long as there is room, one by one; returns how many. */
    int publish() {
        int moved = 0;
        for (ConsumerRecord<byte[], byte[]> record = waiting.peek();
                record != null && record.offset() < limit && lane.tryWrite(event(record));
                record = waiting.peek()) {
            waiting.remove();
            position = position(record.offset() + 1, record.leaderEpoch());
            moved++;
        }
        if (moved > 0) {
            published += moved;
            moveBehindGaps();
        }
        return moved;
    }

    /** Moves records into the lane as long as there is room, in blocks; returns how many. */
    int publishBlocks() {
        int moved = 0;
        while (hasNext() && lane.hasRoomForBlock()) {
            List<ConsumerRecord<byte[], byte[]>> block = new ArrayList<>(Math.min(waiting.size(), LARGEST_BLOCK));
            long bytes = 0;
            while (hasNext() && block.size() < LARGEST_BLOCK && bytes < LARGEST_BLOCK_BYTES) {
                ConsumerRecord<byte[], byte[]> next = waiting.remove();
                bytes += bytes(next);
                block.add(next);
            }
            ConsumerRecord<byte[], byte[]> last = block.get(block.size() - 1);
            lane.writeBlock(new LaneEvent.Block(entry, new Block(block, readAt, bytes)));
            position = position(last.offset() + 1, last.leaderEpoch());
            moved += block.size();
        }
        if (moved > 0) {
            published += moved;
            moveBehindGaps();
        }
        return moved;
    }

    /** Tells the worker that all that was there at {@code at} is in the lane; returns false if the lane is full. */
    boolean tellCaughtUp(long at, long until) {
        return lane.tryWrite(new LaneEvent.CaughtUp(assignment, at, until));
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
        ConsumerRecord<byte[], byte[]> next = waiting.peek();
        if (next == null && positionWhenEmpty != null) {
            position = positionWhenEmpty.withBatch(position.batch());
            positionWhenEmpty = null;
        } else if (next != null && position.offset() < limit && limit <= next.offset()) {
            position = new Position(limit, position.leaderEpoch(), position.batch());
        }
    }

    private Position position(long offset, Optional<Integer> leaderEpoch) {
        return new Position(offset, leaderEpoch.orElse(null), position.batch());
    }

    private LaneEvent event(ConsumerRecord<byte[], byte[]> record) {
        Origin origin = origin(record, readAt);
        return new LaneEvent.Data(
                entry, trusted(record), origin, LaneEvent.NO_TIME, LaneEvent.NO_TIME, origin.readAt());
    }

    private Origin origin(ConsumerRecord<byte[], byte[]> record, long wasReadAt) {
        return new Origin(
                assignment,
                record.offset(),
                record.timestamp(),
                wasReadAt,
                inputs.of(record),
                bytes(record),
                TraceStep.NONE);
    }

    private static int bytes(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    private Record<Object, Object> trusted(ConsumerRecord<byte[], byte[]> record) {
        return new Record<>(record.key(), record.value(), record.timestamp(), reserved.trusted(record.headers()));
    }

    /** Some of its records, which the worker takes one by one. Given from one thread to the other. */
    private final class Block implements RecordSequence {
        private final List<ConsumerRecord<byte[], byte[]>> records;
        private final long wasReadAt;
        private final long bytes;

        Block(List<ConsumerRecord<byte[], byte[]>> records, long wasReadAt, long bytes) {
            this.records = records;
            this.wasReadAt = wasReadAt;
            this.bytes = bytes;
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public int size() {
            return records.size();
        }

        @Override
        public Origin origin(int index) {
            return PartitionFeed.this.origin(records.get(index), wasReadAt);
        }

        @Override
        public Record<Object, Object> record(int index) {
            return trusted(records.get(index));
        }
    }
}
