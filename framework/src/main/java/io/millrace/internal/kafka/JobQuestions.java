package io.millrace.internal.kafka;

import io.millrace.internal.plan.Plan;
import io.millrace.processor.SourcePartition;
import io.millrace.topology.StartPosition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks the cluster what there is to do for a job, and whether the consumer group has done it. Nothing here waits. Immutable.
 *
 * @param executor may block: the first question makes Kafka's client, which looks up the brokers' addresses
 */
record JobQuestions(Plan plan, RestoreQuestions questions, Executor executor) {

    /** Returns where all partitions of all inputs end at the moment; the topology's own topics are none of them. */
    CompletableFuture<Map<TopicPartition, Long>> ends() {
        CompletableFuture<Map<TopicPartition, Long>> answer = new CompletableFuture<>();
        executor.execute(() -> askEnds(answer));
        return answer;
    }

    /**
     * Returns whether the group has committed all before {@code ends}, and all that this has written to the topology's own topics.
     *
     * <p>What is committed is asked first: who has committed an input has written its records to an own topic before, so that
     * they count in the ends that are asked for afterwards; those of open transactions too.
     */
    CompletableFuture<Boolean> isDone(Map<TopicPartition, Long> ends) {
        return partitions(ownTopics()).thenCompose(own -> {
            Set<TopicPartition> all = new HashSet<>(ends.keySet());
            all.addAll(own);
            return questions
                    .stableOffsets(all)
                    .thenCompose(committed -> questions.ranges(own).thenApply(ranges -> {
                        Map<TopicPartition, Long> allEnds = new HashMap<>(ends);
                        ranges.forEach((partition, range) -> allEnds.put(partition, range.end()));
                        return haveReached(allEnds, committed);
                    }));
        });
    }

    /**
     * Returns the partitions of which all is committed that they have. A topic of the topology's own is at its end only if all inputs are:
     * else there may come more.
     */
    CompletableFuture<Set<SourcePartition>> ended() {
        return inputs().thenCompose(this::partitions)
                .thenCompose(read -> partitions(ownTopics()).thenCompose(own -> {
                    Set<TopicPartition> all = new HashSet<>(read);
                    all.addAll(own);
                    return questions.stableOffsets(all).thenCompose(committed -> ends(all)
                            .thenApply(ends -> {
                                all.removeIf(partition -> !hasReached(ends, committed, partition));
                                if (!all.containsAll(read)) {
                                    all.removeAll(own);
                                }
                                return sources(all);
                            }));
                }));
    }

    private void askEnds(CompletableFuture<Map<TopicPartition, Long>> answer) {
        try {
            inputs().thenCompose(this::partitions).thenCompose(this::ends).whenComplete((ends, failure) -> {
                if (failure == null) {
                    answer.complete(ends);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        } catch (Throwable e) { // an Error must not end this thread unseen: the job would wait for ever
            answer.completeExceptionally(e);
        }
    }

    private CompletableFuture<Map<TopicPartition, Long>> ends(Set<TopicPartition> partitions) {
        return questions.offsets(
                partitions.stream().collect(Collectors.toMap(Function.identity(), any -> StartPosition.latest())));
    }

    private static boolean haveReached(
            Map<TopicPartition, Long> ends, Map<TopicPartition, Optional<OffsetAndMetadata>> committed) {
        return ends.keySet().stream().allMatch(partition -> hasReached(ends, committed, partition));
    }

    private static boolean hasReached(
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Optional<OffsetAndMetadata>> committed,
            TopicPartition partition) {
        Optional<OffsetAndMetadata> offset = committed.get(partition);
        if (offset == null) {
            return false; // a transaction is about to commit it
        }
        return offset.map(OffsetAndMetadata::offset).orElse(0L) >= ends.getOrDefault(partition, 0L);
    }

    private static Set<SourcePartition> sources(Set<TopicPartition> partitions) {
        return partitions.stream()
                .map(partition -> new SourcePartition(partition.topic(), partition.partition()))
                .collect(Collectors.toSet());
    }

    private Set<String> ownTopics() {
        return plan.repartitionTopics().stream().map(own -> own.name()).collect(Collectors.toSet());
    }

    private CompletableFuture<Set<String>> inputs() {
        boolean patterns =
                plan.sources().stream().anyMatch(source -> source.pattern().isPresent());
        CompletableFuture<Set<String>> names = patterns
                ? questions.topics().thenApply(this::read)
                : CompletableFuture.completedFuture(plan.sources().stream()
                        .flatMap(source -> source.topics().stream())
                        .collect(Collectors.toSet()));
        return names.thenApply(read -> {
            Set<String> inputs = new HashSet<>(read);
            inputs.removeAll(ownTopics());
            return inputs;
        });
    }

    private Set<String> read(Set<String> topics) {
        return topics.stream()
                .filter(topic -> plan.sources().stream().anyMatch(source -> source.reads(topic)))
                .collect(Collectors.toSet());
    }

    private CompletableFuture<Set<TopicPartition>> partitions(Set<String> topics) {
        if (topics.isEmpty()) {
            return CompletableFuture.completedFuture(Set.of());
        }
        return questions.partitionCounts(topics).thenApply(counts -> counts.entrySet().stream()
                .flatMap(count -> IntStream.range(0, count.getValue())
                        .mapToObj(partition -> new TopicPartition(count.getKey(), partition)))
                .collect(Collectors.toSet()));
    }
}
