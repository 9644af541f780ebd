package io.millrace.testkit.internal.memory;

import io.millrace.testkit.internal.memory.AssignedPartitions.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Finds where a consumer reads from, and reads. Confined to the test's thread. */
final class Fetching {

    private final Connection connection;
    private final AssignedPartitions assigned;
    private final @Nullable ConsumerGroup group;
    private final Isolation isolation;
    private final String reset;
    private final int maxRecords;
    private int turn;

    /** {@code group} is null for a consumer without one. */
    Fetching(
            Connection connection,
            AssignedPartitions assigned,
            @Nullable ConsumerGroup group,
            ClientSettings settings) {
        this.connection = connection;
        this.assigned = assigned;
        this.group = group;
        this.isolation = "read_committed".equals(settings.lowerCase(ConsumerConfig.ISOLATION_LEVEL_CONFIG, ""))
                ? Isolation.COMMITTED
                : Isolation.UNCOMMITTED;
        this.reset = settings.lowerCase(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        this.maxRecords = settings.number(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
    }

    Isolation isolation() {
        return isolation;
    }

    /**
     * Finds out where partitions begin that have no position.
     *
     * @throws NoOffsetForPartitionException if there is neither a committed offset nor a rule
     */
    void findPositions() {
        Set<TopicPartition> without = new LinkedHashSet<>();
        for (Map.Entry<TopicPartition, Place> entry : assigned.places().entrySet()) {
            if (!entry.getValue().isKnown() && !findCommitted(entry.getKey(), entry.getValue())) {
                without.add(entry.getKey());
            }
        }
        if (!without.isEmpty()) {
            reset(without, new NoOffsetForPartitionException(without));
        }
    }

    /**
     * Returns what there is of the partitions that are not paused.
     *
     * @throws OffsetOutOfRangeException if a log does not hold a position, and there is no rule for that
     */
    ConsumerRecords<byte[], byte[]> fetch() {
        List<TopicPartition> partitions = new ArrayList<>(assigned.all());
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
        int left = maxRecords;
        int first = partitions.isEmpty() ? 0 : turn++ % partitions.size();
        for (int i = 0; i < partitions.size() && left > 0; i++) {
            TopicPartition partition = partitions.get((first + i) % partitions.size());
            PartitionLog.Slice slice = read(partition, assigned.require(partition), left);
            if (slice != null) {
                left -= slice.records().size();
                if (!slice.records().isEmpty()) {
                    records.put(partition, slice.records());
                }
                next.put(partition, new OffsetAndMetadata(slice.next(), Optional.of(slice.leaderEpoch()), ""));
            }
        }
        return new ConsumerRecords<>(records, next);
    }

    /** Returns the position of {@code partition}, which is found out if it is not known yet. */
    long position(TopicPartition partition, Duration timeout) {
        Place place = assigned.require(partition);
        if (!place.isKnown()) {
            findPositions();
        }
        if (!place.isKnown()) {
            throw connection.timedOut(Disturbance.Kind.FETCH_OFFSETS, partition, timeout);
        }
        return place.position();
    }

    /** Returns how much there is to be read behind the position of {@code partition}, if that is known. */
    OptionalLong lag(TopicPartition partition) {
        Place place = assigned.require(partition);
        PartitionLog log = connection.broker().topics().findLog(partition);
        return place.isKnown() && log != null
                ? OptionalLong.of(Math.max(0, log.end(isolation) - place.position()))
                : OptionalLong.empty();
    }

    /** Moves {@code partition} to its beginning. */
    void toBeginning(TopicPartition partition) {
        move(partition, connection.broker().topics().log(partition).start());
    }

    /** Moves {@code partition} to its end. */
    void toEnd(TopicPartition partition) {
        move(partition, connection.broker().topics().log(partition).end(isolation));
    }

    private PartitionLog.@Nullable Slice read(TopicPartition partition, Place place, int max) {
        PartitionLog log = connection.broker().topics().findLog(partition);
        if (log == null || place.isPaused() || !place.isKnown()) {
            return null;
        }
        boolean inside = place.position() >= log.start() && place.position() <= log.end();
        boolean idle = inside && place.position() >= log.end(isolation);
        if (idle || connection.request(Disturbance.Kind.FETCH, partition) != Disturbance.Effect.NONE) {
            return null;
        }
        if (!inside) {
            reset(Set.of(partition), new OffsetOutOfRangeException(Map.of(partition, place.position())));
            return null;
        }
        PartitionLog.Slice slice = log.read(place.position(), max, isolation);
        place.moveTo(slice.next(), slice.leaderEpoch());
        return slice;
    }

    private boolean findCommitted(TopicPartition partition, Place place) {
        ConsumerGroup owner = group;
        if (owner == null) {
            return false;
        }
        OffsetTable offsets = owner.offsets();
        if (isolation == Isolation.COMMITTED && offsets.isUnstable(partition)) {
            return true; // it is asked again by the next poll
        }
        OffsetAndMetadata committed = offsets.of(partition);
        if (committed != null) {
            place.moveTo(committed.offset(), committed.leaderEpoch().orElse(-1));
        }
        return committed != null;
    }

    private void reset(Set<TopicPartition> partitions, RuntimeException otherwise) {
        switch (reset) {
            case "earliest" -> partitions.forEach(this::toBeginning);
            case "latest" -> partitions.forEach(this::toEnd);
            default -> throw otherwise;
        }
    }

    private void move(TopicPartition partition, long position) {
        assigned.require(partition).moveTo(position, -1);
    }
}
