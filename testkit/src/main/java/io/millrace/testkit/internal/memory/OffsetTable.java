package io.millrace.testkit.internal.memory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The committed offsets of a group, and those that open transactions are about to commit. Confined to the test's thread. */
final class OffsetTable {

    private final Map<TopicPartition, Written> committed = new LinkedHashMap<>();
    private final Map<Long, Map<TopicPartition, Written>> pending = new LinkedHashMap<>();
    private long writes;

    /** An offset, and the how-manieth that was written: of two, the later one holds. */
    private record Written(OffsetAndMetadata offset, long number) {}

    void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> committed.put(partition, new Written(offset, writes++)));
    }

    /** Adds offsets to the transaction of {@code producer}. */
    void prepare(long producer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, Written> added = pending.computeIfAbsent(producer, any -> new LinkedHashMap<>());
        offsets.forEach((partition, offset) -> added.put(partition, new Written(offset, writes++)));
    }

    /** Ends the transaction of {@code producer}. */
    void end(long producer, boolean commit) {
        Map<TopicPartition, Written> ended = pending.remove(producer);
        if (ended != null && commit) {
            ended.forEach((partition, offset) -> committed.merge(
                    partition, offset, (before, after) -> before.number() < after.number() ? after : before));
        }
    }

    @Nullable
    OffsetAndMetadata of(TopicPartition partition) {
        Written written = committed.get(partition);
        return written == null ? null : written.offset();
    }

    Map<TopicPartition, OffsetAndMetadata> all() {
        Map<TopicPartition, OffsetAndMetadata> all = new LinkedHashMap<>();
        committed.forEach((partition, written) -> all.put(partition, written.offset()));
        return all;
    }

    /** Returns whether an open transaction is about to commit an offset for {@code partition}. */
    boolean isUnstable(TopicPartition partition) {
        for (Map<TopicPartition, Written> offsets : pending.values()) {
            if (offsets.containsKey(partition)) {
                return true;
            }
        }
        return false;
    }

    void delete(Collection<TopicPartition> partitions) {
        partitions.forEach(committed::remove);
    }

    void clear() {
        committed.clear();
    }
}
