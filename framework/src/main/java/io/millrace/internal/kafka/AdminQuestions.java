package io.millrace.internal.kafka;

import io.millrace.topology.StartPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** Asks Kafka's admin client, which is made for the first question. Thread-safe. */
final class AdminQuestions implements RestoreQuestions {

    private static final long NO_SUCH_OFFSET = -1;
    private static final Set<TransactionState> ENDED =
            EnumSet.of(TransactionState.EMPTY, TransactionState.COMPLETE_COMMIT, TransactionState.COMPLETE_ABORT);

    private final Supplier<Admin> admins;
    private final String group;
    private final Object lock = new Object();
    private @Nullable Admin made;
    private boolean closed;

    /** {@code group} is the consumer group. */
    AdminQuestions(Supplier<Admin> admins, String group) {
        this.admins = admins;
        this.group = group;
    }

    @Override
    public CompletableFuture<Map<TopicPartition, Optional<OffsetAndMetadata>>> stableOffsets(
            Set<TopicPartition> partitions) {
        return offsets(new ListConsumerGroupOffsetsSpec().topicPartitions(partitions), true)
                .thenApply(AdminQuestions::withoutNulls);
    }

    @Override
    public CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> groupOffsets() {
        return offsets(new ListConsumerGroupOffsetsSpec(), false).thenApply(offsets -> {
            Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
            withoutNulls(offsets).forEach((partition, offset) -> offset.ifPresent(one -> found.put(partition, one)));
            return found;
        });
    }

    @Override
    public CompletableFuture<Map<TopicPartition, Range>> ranges(Set<TopicPartition> changelogs) {
        if (changelogs.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        Set<String> topics = changelogs.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        return future(admin().describeTopics(topics).allTopicNames())
                .thenCombine(
                        list(changelogs, any -> OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED),
                        AdminQuestions::starts)
                .thenCombine(
                        list(changelogs, any -> OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED),
                        AdminQuestions::ranges);
    }

    @Override
    public CompletableFuture<Map<TopicPartition, Long>> offsets(Map<TopicPartition, StartPosition> wanted) {
        return list(wanted.keySet(), partition -> spec(wanted, partition), IsolationLevel.READ_COMMITTED)
                .thenCombine(
                        list(wanted.keySet(), any -> OffsetSpec.latest(), IsolationLevel.READ_COMMITTED),
                        (offsets, ends) -> {
                            Map<TopicPartition, Long> found = new HashMap<>(offsets);
                            found.values().removeIf(offset -> offset == NO_SUCH_OFFSET); // a time behind all records
                            ends.forEach(found::putIfAbsent);
                            return found;
                        });
    }

    @Override
    public CompletableFuture<Map<String, Integer>> partitionCounts(Set<String> topics) {
        return future(admin().describeTopics(topics).allTopicNames()).thenApply(descriptions -> {
            Map<String, Integer> counts = new HashMap<>();
            descriptions.forEach((topic, description) ->
                    counts.put(topic, description.partitions().size()));
            return counts;
        });
    }

    @Override
    public CompletableFuture<Set<String>> topics() {
        return future(admin().listTopics().names());
    }

    @Override
    public CompletableFuture<List<OpenTransaction>> openTransactions(Set<TopicPartition> changelogs) {
        return future(admin().describeProducers(changelogs).all()).thenCompose(states -> {
            Map<Long, TopicPartition> producers = producersWithTransaction(states);
            return producers.isEmpty()
                    ? CompletableFuture.completedFuture(List.of())
                    : future(admin().listTransactions(
                                            new ListTransactionsOptions().filterProducerIds(producers.keySet()))
                                    .all())
                            .thenCompose(listings -> described(listings)
                                    .thenApply(descriptions -> openTransactions(producers, descriptions)));
        });
    }

    @Override
    public CompletableFuture<Optional<OpenTransaction>> openTransaction(
            String transactionalId, TopicPartition partition) {
        return future(admin().describeTransactions(List.of(transactionalId)).description(transactionalId))
                .thenApply(description -> isOpen(description.state())
                        ? Optional.of(openTransaction(partition, transactionalId, description))
                        : Optional.<OpenTransaction>empty())
                .exceptionally(AdminQuestions::emptyIfUnknown);
    }

    @Override
    public CompletableFuture<Void> fence(String transactionalId) {
        return future(admin().fenceProducers(List.of(transactionalId)).all());
    }

    /** Returns where each of {@code partitions} ends, for who reads what is committed. */
    Map<TopicPartition, CompletableFuture<Long>> ends(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> query =
                partitions.stream().collect(Collectors.toMap(Function.identity(), any -> OffsetSpec.latest()));
        ListOffsetsResult answers = admin().listOffsets(query, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        return partitions.stream()
                .collect(Collectors.toMap(Function.identity(), partition -> future(answers.partitionResult(partition))
                        .thenApply(ListOffsetsResult.ListOffsetsResultInfo::offset)));
    }

    /** Has the records deleted that lie before an offset of their partition. */
    CompletableFuture<Void> deleteBefore(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
        offsets.forEach((partition, offset) -> records.put(partition, RecordsToDelete.beforeOffset(offset)));
        return future(admin().deleteRecords(records).all());
    }

    /** Gives up what is asked; nothing can be asked any more. */
    void close() {
        synchronized (lock) {
            closed = true;
            if (made != null) {
                made.close(Duration.ZERO);
            }
        }
    }

    /** Returns the client, for other questions than these. */
    Admin admin() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("Kafka is asked after the end of the run");
            }
            Admin admin = made == null ? admins.get() : made;
            made = admin;
            return admin;
        }
    }

    private CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> offsets(
            ListConsumerGroupOffsetsSpec spec, boolean stable) {
        return future(admin().listConsumerGroupOffsets(
                        Map.of(group, spec), new ListConsumerGroupOffsetsOptions().requireStable(stable))
                .partitionsToOffsetAndMetadata(group));
    }

    private CompletableFuture<Map<TopicPartition, Long>> list(
            Set<TopicPartition> partitions, Function<TopicPartition, OffsetSpec> spec, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> query =
                partitions.stream().collect(Collectors.toMap(Function.identity(), spec));
        return future(admin().listOffsets(query, new ListOffsetsOptions(isolation))
                        .all())
                .thenApply(results -> results.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, result -> result.getValue().offset())));
    }

    private CompletableFuture<Map<String, TransactionDescription>> described(Collection<TransactionListing> listings) {
        return future(admin().describeTransactions(listings.stream()
                        .map(TransactionListing::transactionalId)
                        .toList())
                .all());
    }

    private static OffsetSpec spec(Map<TopicPartition, StartPosition> wanted, TopicPartition partition) {
        StartPosition position = wanted.get(partition);
        if (position instanceof StartPosition.Timestamp timestamp) {
            return OffsetSpec.forTimestamp(timestamp.time().toEpochMilli());
        }
        return position instanceof StartPosition.Latest ? OffsetSpec.latest() : OffsetSpec.earliest();
    }

    private static Map<TopicPartition, Range> starts(
            Map<String, TopicDescription> topics, Map<TopicPartition, Long> starts) {
        Map<TopicPartition, Range> ranges = new HashMap<>();
        starts.forEach((partition, start) -> {
            TopicDescription topic =
                    Objects.requireNonNull(topics.get(partition.topic()), "Kafka describes what it was asked for");
            ranges.put(partition, new Range(start, start, topic.topicId().toString()));
        });
        return ranges;
    }

    private static Map<TopicPartition, Range> ranges(
            Map<TopicPartition, Range> starts, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Range> ranges = new HashMap<>();
        starts.forEach((partition, range) -> ranges.put(
                partition, new Range(range.start(), ends.getOrDefault(partition, range.start()), range.topicId())));
        return ranges;
    }

    /** Kafka gives null for a partition without an offset. */
    private static Map<TopicPartition, Optional<OffsetAndMetadata>> withoutNulls(
            Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, Optional<OffsetAndMetadata>> found = new HashMap<>();
        offsets.forEach((partition, offset) -> found.put(partition, Optional.ofNullable(offset)));
        return found;
    }

    private static Map<Long, TopicPartition> producersWithTransaction(
            Map<TopicPartition, PartitionProducerState> states) {
        Map<Long, TopicPartition> producers = new HashMap<>();
        states.forEach((partition, state) -> state.activeProducers().stream()
                .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                .map(ProducerState::producerId)
                .forEach(producer -> producers.put(producer, partition)));
        return producers;
    }

    private static List<OpenTransaction> openTransactions(
            Map<Long, TopicPartition> producers, Map<String, TransactionDescription> descriptions) {
        Map<Long, TopicPartition> unknown = new HashMap<>(producers);
        List<OpenTransaction> open = new ArrayList<>();
        descriptions.forEach((id, description) -> {
            TopicPartition partition = unknown.remove(description.producerId());
            if (partition != null) {
                open.add(openTransaction(partition, id, description));
            }
        });
        unknown.forEach((producer, partition) -> open.add(new OpenTransaction(partition, producer, null, null, false)));
        return open;
    }

    private static OpenTransaction openTransaction(
            TopicPartition partition, String id, TransactionDescription description) {
        Instant startedAt = description.transactionStartTimeMs().isPresent()
                ? Instant.ofEpochMilli(description.transactionStartTimeMs().getAsLong())
                : null;
        return new OpenTransaction(
                partition, description.producerId(), id, startedAt, description.state() != TransactionState.ONGOING);
    }

    private static boolean isOpen(TransactionState state) {
        return !ENDED.contains(state);
    }

    private static Optional<OpenTransaction> emptyIfUnknown(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TransactionalIdNotFoundException) {
            return Optional.empty();
        }
        throw new CompletionException(cause);
    }

    private static <T> CompletableFuture<T> future(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture();
    }
}
