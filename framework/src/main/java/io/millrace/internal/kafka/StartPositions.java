package io.millrace.internal.kafka;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.topology.StartPosition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds where to begin to read newly assigned partitions: at the committed offset, or, where there is none, where the source
 * says; and always at the earliest record for partitions that the topic did not have when the group first read it.
 *
 * <p>Asks the broker and waits for it, which is short where nobody commits in transactions; where they do, there are
 * {@link RestoredStarts}. Confined to the source worker.
 */
final class StartPositions {

    private final Consumer<byte[], byte[]> consumer;
    private final SourceRoutes routes;
    private final Duration timeout;

    StartPositions(Consumer<byte[], byte[]> consumer, SourceRoutes routes, Duration timeout) {
        this.consumer = consumer;
        this.routes = routes;
        this.timeout = timeout;
    }

    /**
     * Where one partition is read from.
     *
     * @param firstPartitionCount of its topic
     * @param committed whether {@code position} is what the group has committed
     */
    record Start(Position position, int firstPartitionCount, boolean committed) {}

    Map<TopicPartition, Start> of(Collection<TopicPartition> partitions) {
        Map<String, List<TopicPartition>> byTopic =
                partitions.stream().collect(Collectors.groupingBy(TopicPartition::topic));
        Map<TopicPartition, Start> starts = new HashMap<>();
        byTopic.forEach((topic, ofTopic) -> starts.putAll(ofTopic(topic, ofTopic)));
        return starts;
    }

    /** Commits where reading begins, and returns whether that is durable. */
    boolean commit(Map<PartitionAssignment, Position> first) {
        try {
            Unwoken.call(() -> {
                consumer.commitSync(CommittedPositions.offsets(first), timeout);
                return first;
            });
            return true;
        } catch (KafkaException e) {
            if (!KafkaFailures.isPassingForCommit(e)) {
                throw e;
            }
            return false;
        }
    }

    private Map<TopicPartition, Start> ofTopic(String topic, List<TopicPartition> partitions) {
        Set<TopicPartition> all = consumer.partitionsFor(topic, timeout).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toCollection(HashSet::new));
        all.addAll(partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(all, timeout);
        int firstCount = StartRule.firstPartitionCount(committed).orElse(all.size());

        Map<TopicPartition, Start> starts = new HashMap<>();
        Set<TopicPartition> uncommitted = new HashSet<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset == null) {
                uncommitted.add(partition);
            } else {
                starts.put(partition, new Start(CommitMetadata.position(offset), firstCount, true));
            }
        }
        first(new StartRule(routes.of(topic).source().start(), firstCount), uncommitted)
                .forEach((partition, offset) ->
                        starts.put(partition, new Start(new Position(offset, null), firstCount, false)));
        return starts;
    }

    private Map<TopicPartition, Long> first(StartRule rule, Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.stream()
                .collect(Collectors.groupingBy(rule::of, Collectors.toSet()))
                .forEach((start, some) -> offsets.putAll(at(start, some)));
        return offsets;
    }

    private Map<TopicPartition, Long> at(StartPosition start, Set<TopicPartition> partitions) {
        if (start instanceof StartPosition.Timestamp timestamp) {
            return since(timestamp.time().toEpochMilli(), partitions);
        }
        return start instanceof StartPosition.Latest
                ? consumer.endOffsets(partitions, timeout)
                : consumer.beginningOffsets(partitions, timeout);
    }

    private Map<TopicPartition, Long> since(long timestamp, Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> offsets = new HashMap<>(consumer.endOffsets(partitions, timeout));
        Map<TopicPartition, Long> query =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> timestamp));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(query, timeout);
        found.forEach((partition, offset) -> {
            if (offset != null) {
                offsets.put(partition, offset.offset());
            }
        });
        return offsets;
    }
}
