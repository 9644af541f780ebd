package io.millrace.internal.kafka;

import io.millrace.topology.StartPosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a restore asks the cluster. Nothing here waits; answers come on a thread of Kafka's client. Thread-safe. */
interface RestoreQuestions {

    /**
     * Where a changelog begins and ends, with what is not committed yet.
     *
     * @param topicId another one if the topic was deleted and made again
     */
    record Range(long start, long end, String topicId) {}

    /**
     * Returns what the group has committed; a partition that an open transaction is about to commit an offset for is left out,
     * and one that has none is empty.
     */
    CompletableFuture<Map<TopicPartition, Optional<OffsetAndMetadata>>> stableOffsets(Set<TopicPartition> partitions);

    /** Returns all offsets that the group has committed, whatever open transactions are about to do to them. */
    CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> groupOffsets();

    CompletableFuture<Map<TopicPartition, Range>> ranges(Set<TopicPartition> changelogs);

    /** Returns the offsets that {@code wanted} stands for at the moment. */
    CompletableFuture<Map<TopicPartition, Long>> offsets(Map<TopicPartition, StartPosition> wanted);

    /** Returns how many partitions each of {@code topics} has. */
    CompletableFuture<Map<String, Integer>> partitionCounts(Set<String> topics);

    /** Returns the names of all topics. */
    CompletableFuture<Set<String>> topics();

    /** Returns the transactions that are open on {@code changelogs}. */
    CompletableFuture<List<OpenTransaction>> openTransactions(Set<TopicPartition> changelogs);

    /** Returns the transaction of {@code transactionalId} if it is open; {@code partition} is where it is in the way. */
    CompletableFuture<Optional<OpenTransaction>> openTransaction(String transactionalId, TopicPartition partition);

    /** Ends the open transaction of {@code transactionalId} without a commit, and shuts its producer out. */
    CompletableFuture<Void> fence(String transactionalId);
}
