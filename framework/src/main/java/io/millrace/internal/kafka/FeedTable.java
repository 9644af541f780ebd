package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.internal.metrics.InputMeter;
import io.millrace.processor.SourcePartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The feeds of all partitions that flow: our own word on what this instance may commit.
 *
 * <p>Confined to the source worker, but for {@link #flowing}.
 */
final class FeedTable {

    private final InputMeter meter;
    private final Map<TopicPartition, PartitionFeed> feeds = new LinkedHashMap<>();
    private volatile Set<SourcePartition> flowing = Set.of();

    FeedTable(InputMeter meter) {
        this.meter = meter;
    }

    void add(PartitionFeed feed) {
        feeds.put(feed.partition(), feed);
        updateFlowing();
    }

    /** Returns the assignments of those of {@code partitions} that have a feed. */
    List<PartitionAssignment> assignments(Collection<TopicPartition> partitions) {
        return feeds.values().stream()
                .filter(feed -> partitions.contains(feed.partition()))
                .map(PartitionFeed::assignment)
                .toList();
    }

    /** Removes the feeds of {@code partitions} and returns their assignments. */
    List<PartitionAssignment> remove(Collection<TopicPartition> partitions) {
        List<PartitionAssignment> removed = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            PartitionFeed feed = feeds.remove(partition);
            if (feed != null) {
                removed.add(feed.assignment());
            }
        }
        updateFlowing();
        return removed;
    }

    /** Returns the partitions that have a feed. Callable by any thread. */
    Set<SourcePartition> flowing() {
        return flowing;
    }

    /** Returns the feed of {@code partition}; null if it does not flow. */
    @Nullable
    PartitionFeed of(TopicPartition partition) {
        return feeds.get(partition);
    }

    Collection<PartitionFeed> all() {
        return feeds.values();
    }

    /** Takes the records of a poll; those of partitions that do not flow are left out. */
    void add(ConsumerRecords<byte[], byte[]> records, long now) {
        for (TopicPartition partition : records.nextOffsets().keySet()) {
            PartitionFeed feed = feeds.get(partition);
            if (feed != null) {
                feed.add(records.records(partition), records.nextOffsets().get(partition), now);
            }
        }
    }

    int publish() {
        int published = 0;
        for (PartitionFeed feed : feeds.values()) {
            published += counted(feed, feed.publish());
        }
        return published;
    }

    /** Lets the records that may flow enter the lanes in blocks; returns how many. */
    int publishBlocks() {
        int published = 0;
        for (PartitionFeed feed : feeds.values()) {
            published += counted(feed, feed.publishBlocks());
        }
        return published;
    }

    /** Returns from which partitions records have entered the lanes since the last call, and how many. */
    Map<PartitionAssignment, Long> takePublished() {
        Map<PartitionAssignment, Long> published = new HashMap<>();
        for (PartitionFeed feed : feeds.values()) {
            long records = feed.takePublished();
            if (records > 0) {
                published.put(feed.assignment(), records);
            }
        }
        return published;
    }

    void dropWaiting() {
        feeds.values().forEach(PartitionFeed::dropWaiting);
    }

    Map<PartitionAssignment, Position> positions() {
        Map<PartitionAssignment, Position> positions = new HashMap<>();
        feeds.values().forEach(feed -> positions.put(feed.assignment(), feed.position()));
        return positions;
    }

    /** Lets those of {@code assignments} flow that were held until their positions are committed, as they are now. */
    void release(Collection<PartitionAssignment> assignments) {
        feeds.values().stream()
                .filter(PartitionFeed::isHeld)
                .filter(feed -> assignments.contains(feed.assignment()))
                .forEach(PartitionFeed::release);
    }

    /** Pauses the partitions that {@code toPause} holds for, and resumes the others. */
    void pauseWhere(Predicate<PartitionFeed> toPause, Consumer<?, ?> consumer) {
        for (PartitionFeed feed : feeds.values()) {
            boolean pause = toPause.test(feed);
            if (feed.changePaused(pause)) {
                if (pause) {
                    consumer.pause(List.of(feed.partition()));
                } else {
                    consumer.resume(List.of(feed.partition()));
                }
            }
        }
    }

    /** Takes over which partitions are paused: a rebalance may have changed that. */
    void syncPaused(Set<TopicPartition> paused) {
        feeds.values().forEach(feed -> feed.changePaused(paused.contains(feed.partition())));
    }

    private int counted(PartitionFeed feed, int records) {
        if (records > 0) {
            meter.taken(feed.partition().topic(), records);
        }
        return records;
    }

    private void updateFlowing() {
        flowing = feeds.values().stream()
                .map(feed -> feed.assignment().partition())
                .collect(Collectors.toUnmodifiableSet());
    }
}
