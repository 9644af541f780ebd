package io.millrace.testkit.internal.memory;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a consumer asks of partitions, assigned ones or not; it would wait for the answers. Confined to the test's thread. */
final class OffsetQuestions {

    private final Connection connection;
    private final Isolation isolation;

    OffsetQuestions(Connection connection, Isolation isolation) {
        this.connection = connection;
        this.isolation = isolation;
    }

    /** @throws TimeoutException if an open transaction keeps one of them from being final, or there is no answer */
    Map<TopicPartition, OffsetAndMetadata> committed(
            ConsumerGroup group, Set<TopicPartition> partitions, Duration timeout) {
        connection.ask(Disturbance.Kind.FETCH_OFFSETS, group.id(), timeout);
        OffsetTable offsets = group.offsets();
        Map<TopicPartition, @Nullable OffsetAndMetadata> found = new LinkedHashMap<>();
        for (TopicPartition partition : partitions) {
            if (isUnstable(offsets, partition)) {
                connection.broker().transactions().finishOn(group);
            }
            if (isUnstable(offsets, partition)) {
                throw connection.timedOut(Disturbance.Kind.FETCH_OFFSETS, partition, timeout);
            }
            found.put(partition, offsets.of(partition));
        }
        return withNulls(found);
    }

    /** @throws TimeoutException if there is no answer */
    Map<TopicPartition, OffsetAndTimestamp> since(Map<TopicPartition, Long> times, Duration timeout) {
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found = new LinkedHashMap<>();
        times.forEach((partition, timestamp) -> {
            LogEntry entry = log(partition, timeout).firstSince(timestamp, isolation);
            found.put(partition, entry == null ? null : offset(entry));
        });
        return withNulls(found);
    }

    /** @throws TimeoutException if there is no answer */
    Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions, Duration timeout) {
        return offsets(partitions, PartitionLog::start, timeout);
    }

    /** @throws TimeoutException if there is no answer */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, Duration timeout) {
        return offsets(partitions, log -> log.end(isolation), timeout);
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, ToLongFunction<PartitionLog> offset, Duration timeout) {
        Map<TopicPartition, Long> found = new LinkedHashMap<>();
        partitions.forEach(partition -> found.put(partition, offset.applyAsLong(log(partition, timeout))));
        return found;
    }

    private PartitionLog log(TopicPartition partition, Duration timeout) {
        connection.ask(Disturbance.Kind.LIST_OFFSETS, partition, timeout);
        PartitionLog log = connection.broker().topics().findLog(partition);
        if (log == null) {
            throw connection.timedOut(Disturbance.Kind.LIST_OFFSETS, partition, timeout);
        }
        return log;
    }

    private boolean isUnstable(OffsetTable offsets, TopicPartition partition) {
        return isolation == Isolation.COMMITTED && offsets.isUnstable(partition);
    }

    private static OffsetAndTimestamp offset(LogEntry entry) {
        return new OffsetAndTimestamp(entry.offset(), entry.timestamp(), Optional.of(entry.leaderEpoch()));
    }

    /** Kafka gives null where there is nothing. */
    @SuppressWarnings("NullAway")
    private static <T> Map<TopicPartition, T> withNulls(Map<TopicPartition, @Nullable T> found) {
        return found;
    }
}
