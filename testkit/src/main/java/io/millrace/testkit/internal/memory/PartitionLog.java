package io.millrace.testkit.internal.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition, and the transactions that are open on it. Offsets have no gaps.
 *
 * <p>Confined to the test's thread.
 */
final class PartitionLog {

    /** The producer id of what belongs to no transaction. */
    static final long NO_TRANSACTION = -1;

    private final TopicPartition partition;
    private final List<LogEntry> entries = new ArrayList<>();
    private final Map<Long, ProducerState> producers = new LinkedHashMap<>();
    private final Map<Long, Long> openTransactions = new LinkedHashMap<>();
    private final List<Aborted> aborted = new ArrayList<>();
    private long removed;
    private int leaderEpoch;

    PartitionLog(TopicPartition partition) {
        this.partition = partition;
    }

    /** The records of an aborted transaction. */
    private record Aborted(long producerId, long first, long last) {
        boolean contains(LogEntry entry) {
            return entry.producerId() == producerId && entry.offset() >= first && entry.offset() <= last;
        }
    }

    /**
     * What was read.
     *
     * @param next where reading goes on, which may be past offsets that hold no record for the reader
     * @param leaderEpoch of the last offset before it
     */
    record Slice(List<ConsumerRecord<byte[], byte[]>> records, long next, int leaderEpoch) {}

    TopicPartition partition() {
        return partition;
    }

    long start() {
        return removed;
    }

    long end() {
        return removed + entries.size();
    }

    /** Returns where the first open transaction begins, or the end. */
    long lastStableOffset() {
        long stable = end();
        for (long first : openTransactions.values()) {
            stable = Math.min(stable, first);
        }
        return stable;
    }

    long end(Isolation isolation) {
        return isolation == Isolation.COMMITTED ? lastStableOffset() : end();
    }

    int leaderEpoch() {
        return leaderEpoch;
    }

    void electLeader() {
        leaderEpoch++;
    }

    /** Appends a record that belongs to no transaction, and returns its offset. */
    long append(long timestamp, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        long offset = end();
        entries.add(new LogEntry(offset, leaderEpoch, timestamp, key, value, headers, NO_TRANSACTION, false));
        return offset;
    }

    /**
     * Appends a record to the producer's transaction.
     *
     * @throws InvalidProducerEpochException if a newer producer of the same id has written or ended a transaction here
     */
    long append(
            ProducerIdentity producer,
            long timestamp,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers) {
        check(producer);
        long offset = end();
        openTransactions.putIfAbsent(producer.id(), offset);
        entries.add(new LogEntry(offset, leaderEpoch, timestamp, key, value, headers, producer.id(), false));
        remember(producer, timestamp);
        return offset;
    }

    /** Ends the producer's transaction. */
    void mark(ProducerIdentity producer, boolean commit, long timestamp) {
        Long first = openTransactions.remove(producer.id());
        long offset = end();
        if (first != null && !commit) {
            aborted.add(new Aborted(producer.id(), first, offset));
        }
        entries.add(new LogEntry(offset, leaderEpoch, timestamp, null, null, new RecordHeaders(), producer.id(), true));
        remember(producer, timestamp);
    }

    /** Reads up to {@code max} records from {@code from} on, which must be between the start and the end. */
    Slice read(long from, int max, Isolation isolation) {
        long end = end(isolation);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long next = from;
        int epoch = leaderEpoch;
        while (next < end && records.size() < max) {
            LogEntry entry = entries.get((int) (next - removed));
            epoch = entry.leaderEpoch();
            next++;
            if (!entry.marker() && (isolation == Isolation.UNCOMMITTED || !isAborted(entry))) {
                records.add(record(entry));
            }
        }
        return new Slice(records, next, epoch);
    }

    /** Returns the first record that is not older than {@code timestamp}. */
    @Nullable
    LogEntry firstSince(long timestamp, Isolation isolation) {
        long end = end(isolation);
        for (LogEntry entry : entries) {
            if (entry.offset() < end && !entry.marker() && entry.timestamp() >= timestamp) {
                return entry;
            }
        }
        return null;
    }

    /** Removes what is before {@code offset}. */
    void deleteBefore(long offset) {
        int count = (int) Math.max(0, Math.min(offset, end()) - removed);
        entries.subList(0, count).clear();
        removed += count;
    }

    List<ProducerState> producers() {
        List<ProducerState> states = new ArrayList<>();
        producers.forEach((id, state) -> states.add(new ProducerState(
                id,
                state.producerEpoch(),
                state.lastSequence(),
                state.lastTimestamp(),
                OptionalInt.of(0),
                openTransactions.containsKey(id) ? OptionalLong.of(openTransactions.get(id)) : OptionalLong.empty())));
        return states;
    }

    /** Returns the epoch of the producer with {@code id} that has an open transaction which began at {@code offset}. */
    @Nullable
    ProducerIdentity openTransaction(long id) {
        ProducerState state = producers.get(id);
        return state != null && openTransactions.containsKey(id)
                ? new ProducerIdentity(id, (short) state.producerEpoch())
                : null;
    }

    private void check(ProducerIdentity producer) {
        ProducerState known = producers.get(producer.id());
        if (known != null && known.producerEpoch() > producer.epoch()) {
            throw new InvalidProducerEpochException("Producer %d of epoch %d wrote to %s, whose last epoch is %d"
                    .formatted(producer.id(), producer.epoch(), partition, known.producerEpoch()));
        }
    }

    private void remember(ProducerIdentity producer, long timestamp) {
        producers.put(
                producer.id(),
                new ProducerState(
                        producer.id(), producer.epoch(), 0, timestamp, OptionalInt.empty(), OptionalLong.empty()));
    }

    private boolean isAborted(LogEntry entry) {
        if (entry.producerId() != NO_TRANSACTION) {
            for (Aborted transaction : aborted) {
                if (transaction.contains(entry)) {
                    return true;
                }
            }
        }
        return false;
    }

    private ConsumerRecord<byte[], byte[]> record(LogEntry entry) {
        byte @Nullable [] key = entry.key();
        byte @Nullable [] value = entry.value();
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                entry.offset(),
                entry.timestamp(),
                TimestampType.CREATE_TIME,
                key == null ? ConsumerRecord.NULL_SIZE : key.length,
                value == null ? ConsumerRecord.NULL_SIZE : value.length,
                key,
                value,
                new RecordHeaders(entry.headers()),
                Optional.of(entry.leaderEpoch()));
    }
}
