package io.millrace.internal.kafka;

import io.millrace.internal.epoch.Position;
import io.millrace.internal.kafka.StartPositions.Start;
import io.millrace.topology.StartPosition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds where to begin to read the inputs of a restored shard; as {@link StartPositions} does, but without waiting. Immutable.
 *
 * @param wanted where the source of a topic says that reading begins
 */
record RestoredStarts(RestoreQuestions questions, Function<String, StartPosition> wanted) {

    /**
     * Returns where each of {@code inputs} begins.
     *
     * @param committed their committed offsets
     */
    CompletableFuture<Map<TopicPartition, Start>> of(Map<TopicPartition, Optional<OffsetAndMetadata>> committed) {
        return questions.groupOffsets().thenCompose(group -> firstPartitionCounts(committed.keySet(), group)
                .thenCompose(counts -> starts(committed, counts)));
    }

    private CompletableFuture<Map<String, Integer>> firstPartitionCounts(
            Set<TopicPartition> inputs, Map<TopicPartition, OffsetAndMetadata> group) {
        Map<String, Integer> known = new HashMap<>();
        Set<String> unknown = new HashSet<>();
        inputs.stream().map(TopicPartition::topic).distinct().forEach(topic -> {
            Map<TopicPartition, OffsetAndMetadata> ofTopic = new HashMap<>(group);
            ofTopic.keySet().removeIf(partition -> !partition.topic().equals(topic));
            OptionalInt count = StartRule.firstPartitionCount(ofTopic);
            count.ifPresentOrElse(found -> known.put(topic, found), () -> unknown.add(topic));
        });
        if (unknown.isEmpty()) {
            return CompletableFuture.completedFuture(known);
        }
        return questions.partitionCounts(unknown).thenApply(counts -> {
            known.putAll(counts);
            return known;
        });
    }

    private CompletableFuture<Map<TopicPartition, Start>> starts(
            Map<TopicPartition, Optional<OffsetAndMetadata>> committed, Map<String, Integer> counts) {
        Map<TopicPartition, Start> starts = new HashMap<>();
        Map<TopicPartition, StartPosition> open = new HashMap<>();
        committed.forEach((input, offset) -> {
            int count = counts.getOrDefault(input.topic(), 0);
            offset.ifPresentOrElse(
                    found -> starts.put(input, new Start(CommitMetadata.position(found), count, true)),
                    () -> open.put(input, new StartRule(wanted.apply(input.topic()), count).of(input)));
        });
        if (open.isEmpty()) {
            return CompletableFuture.completedFuture(starts);
        }
        return questions.offsets(open).thenApply(offsets -> {
            offsets.forEach((input, offset) -> starts.put(
                    input, new Start(new Position(offset, null), counts.getOrDefault(input.topic(), 0), false)));
            return starts;
        });
    }
}
