package io.millrace.testkit.internal.memory;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.*;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.ProducerIdAndEpoch;
import org.jspecify.annotations.Nullable;

/** An admin client of the {@link MemoryCluster}. Confined to the test's thread. */
final class MemoryAdmin extends UnsupportedAdmin {

    private final Broker broker;
    private final AdminAnswers answers;

    MemoryAdmin(Connection connection, ClientSettings settings) {
        this.broker = connection.broker();
        this.answers =
                new AdminAnswers(connection, settings.nanos(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 60_000));
    }

    @Override
    public CreateTopicsResult createTopics(Collection<NewTopic> newTopics, CreateTopicsOptions options) {
        Map<String, NewTopic> byName = newTopics.stream().collect(Collectors.toMap(NewTopic::name, topic -> topic));
        return new CreateTopicsResult(answers.each(byName, (name, topic) -> create(topic))) {};
    }

    @Override
    public DeleteTopicsResult deleteTopics(TopicCollection topics, DeleteTopicsOptions options) {
        return new DeleteTopicsResult(null, answers.eachDone(names(topics), broker.topics()::delete)) {};
    }

    @Override
    public ListTopicsResult listTopics(ListTopicsOptions options) {
        return AdminResults.topics(answers.one("all topics", () -> {
            Map<String, TopicListing> listings = new LinkedHashMap<>();
            broker.topics()
                    .all()
                    .forEach(topic -> listings.put(topic.name(), new TopicListing(topic.name(), topic.id(), false)));
            return listings;
        }));
    }

    @Override
    public DescribeTopicsResult describeTopics(TopicCollection topics, DescribeTopicsOptions options) {
        return new DescribeTopicsResult(
                null,
                answers.each(names(topics), name -> describe(broker.topics().require(name)))) {};
    }

    @Override
    public DescribeClusterResult describeCluster(DescribeClusterOptions options) {
        return AdminResults.cluster(
                answers.one("nodes", () -> List.of(ClusterView.NODE)),
                answers.one("controller", () -> ClusterView.NODE),
                answers.one("cluster id", () -> "in-memory"));
    }

    @Override
    public DescribeConfigsResult describeConfigs(Collection<ConfigResource> resources, DescribeConfigsOptions options) {
        return new DescribeConfigsResult(answers.each(
                resources,
                resource -> new Config(broker.topics().require(resource.name()).configs().entrySet().stream()
                        .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
                        .toList()))) {};
    }

    @Override
    public CreatePartitionsResult createPartitions(
            Map<String, NewPartitions> newPartitions, CreatePartitionsOptions options) {
        return AdminResults.partitions(answers.each(newPartitions, (topic, wanted) -> {
            broker.topics().grow(topic, wanted.totalCount());
            return AdminAnswers.nothing();
        }));
    }

    @Override
    public DeleteRecordsResult deleteRecords(
            Map<TopicPartition, RecordsToDelete> recordsToDelete, DeleteRecordsOptions options) {
        return new DeleteRecordsResult(answers.each(recordsToDelete, (partition, wanted) -> {
            PartitionLog log = broker.topics().log(partition);
            long before = wanted.beforeOffset();
            if (before > log.end()) {
                throw new OffsetOutOfRangeException("%s ends at %d, before %d".formatted(partition, log.end(), before));
            }
            log.deleteBefore(before < 0 ? log.end() : before);
            return new DeletedRecords(log.start());
        }));
    }

    @Override
    public ListOffsetsResult listOffsets(Map<TopicPartition, OffsetSpec> specs, ListOffsetsOptions options) {
        Isolation isolation =
                options.isolationLevel() == IsolationLevel.READ_COMMITTED ? Isolation.COMMITTED : Isolation.UNCOMMITTED;
        return new ListOffsetsResult(
                answers.each(specs, (partition, spec) -> offset(broker.topics().log(partition), spec, isolation)));
    }

    @Override
    public ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
            Map<String, ListConsumerGroupOffsetsSpec> groups, ListConsumerGroupOffsetsOptions options) {
        return AdminResults.offsets(answers.each(groups, (id, spec) -> {
            OffsetTable offsets = broker.groups().of(id).offsets();
            Collection<TopicPartition> asked = spec.topicPartitions();
            Map<TopicPartition, @Nullable OffsetAndMetadata> found = new LinkedHashMap<>();
            for (TopicPartition partition : asked == null ? offsets.all().keySet() : asked) {
                if (!options.requireStable() || !offsets.isUnstable(partition)) {
                    found.put(partition, offsets.of(partition));
                }
            }
            return withNulls(found);
        }));
    }

    @Override
    public AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
            String id, Map<TopicPartition, OffsetAndMetadata> offsets, AlterConsumerGroupOffsetsOptions options) {
        return AdminResults.altered(answers.one(id, () -> {
            ConsumerGroup group = broker.groups().of(id);
            if (!group.isEmpty()) {
                throw new UnknownMemberIdException("Failed altering group offsets for the following partitions: "
                        + offsets.keySet() + ", because group '" + id + "' has members");
            }
            group.offsets().commit(offsets);
            return noErrors(offsets.keySet());
        }));
    }

    @Override
    public DeleteConsumerGroupOffsetsResult deleteConsumerGroupOffsets(
            String id, Set<TopicPartition> partitions, DeleteConsumerGroupOffsetsOptions options) {
        return AdminResults.groupOffsets(
                answers.one(id, () -> {
                    broker.groups().of(id).offsets().delete(partitions);
                    return noErrors(partitions);
                }),
                partitions);
    }

    @Override
    public DeleteConsumerGroupsResult deleteConsumerGroups(
            Collection<String> ids, DeleteConsumerGroupsOptions options) {
        return AdminResults.groups(answers.eachDone(ids, id -> {
            ConsumerGroup group = broker.groups().of(id);
            if (!group.isEmpty()) {
                throw new GroupNotEmptyException("Group '%s' has members".formatted(id));
            }
            group.forget();
        }));
    }

    @Override
    public DescribeProducersResult describeProducers(
            Collection<TopicPartition> partitions, DescribeProducersOptions options) {
        return AdminResults.producers(answers.each(
                partitions,
                partition -> new PartitionProducerState(
                        broker.topics().log(partition).producers())));
    }

    @Override
    public DescribeTransactionsResult describeTransactions(
            Collection<String> ids, DescribeTransactionsOptions options) {
        return AdminResults.transactions(answers.each(ids, id -> {
            TransactionEntry entry = broker.transactions().find(id);
            if (entry == null) {
                throw new TransactionalIdNotFoundException("Transactional id '%s' is not known".formatted(id));
            }
            return entry.description();
        }));
    }

    @Override
    public ListTransactionsResult listTransactions(ListTransactionsOptions options) {
        KafkaFutureImpl<Collection<TransactionListing>> listings =
                answers.one("transactions", () -> broker.transactions().all().stream()
                        .filter(entry -> options.filteredStates().isEmpty()
                                || options.filteredStates().contains(entry.state()))
                        .filter(entry -> options.filteredProducerIds().isEmpty()
                                || options.filteredProducerIds()
                                        .contains(entry.producer().id()))
                        .map(entry -> new TransactionListing(
                                entry.id(), entry.producer().id(), entry.state()))
                        .collect(Collectors.toList()));
        return AdminResults.listings(KafkaFuture.completedFuture(Map.of(ClusterView.NODE.id(), listings)));
    }

    @Override
    public FenceProducersResult fenceProducers(Collection<String> ids, FenceProducersOptions options) {
        return AdminResults.fenced(answers.each(ids, id -> {
            ProducerIdentity next = broker.transactions().fence(id);
            return new ProducerIdAndEpoch(next.id(), next.epoch());
        }));
    }

    @Override
    public AbortTransactionResult abortTransaction(AbortTransactionSpec spec, AbortTransactionOptions options) {
        return AdminResults.aborted(answers.eachDone(List.of(spec.topicPartition()), partition -> {
            PartitionLog log = broker.topics().log(partition);
            ProducerIdentity open = log.openTransaction(spec.producerId());
            if (open == null || open.epoch() != spec.producerEpoch()) {
                throw new InvalidProducerEpochException("%s has no open transaction of producer %d, epoch %d"
                        .formatted(partition, spec.producerId(), spec.producerEpoch()));
            }
            log.mark(open, false, broker.time().currentTimeMillis());
        }));
    }

    @Override
    public void close(Duration timeout) {
        // Questions that are open stay so.
    }

    private TopicMetadataAndConfig create(NewTopic wanted) {
        Topic topic = broker.topics()
                .create(
                        wanted.name(),
                        Math.max(1, wanted.numPartitions()),
                        wanted.configs() == null ? Map.of() : wanted.configs());
        return new TopicMetadataAndConfig(topic.id(), topic.logs().size(), 1, new Config(List.of()));
    }

    private static TopicDescription describe(Topic topic) {
        List<Node> nodes = List.of(ClusterView.NODE);
        return new TopicDescription(
                topic.name(),
                false,
                topic.logs().stream()
                        .map(log -> new TopicPartitionInfo(log.partition().partition(), ClusterView.NODE, nodes, nodes))
                        .toList(),
                Set.of(),
                topic.id());
    }

    private static ListOffsetsResultInfo offset(PartitionLog log, OffsetSpec spec, Isolation isolation) {
        Optional<Integer> epoch = Optional.of(log.leaderEpoch());
        if (spec instanceof OffsetSpec.EarliestSpec) {
            return new ListOffsetsResultInfo(log.start(), -1, epoch);
        }
        if (spec instanceof OffsetSpec.LatestSpec) {
            return new ListOffsetsResultInfo(log.end(isolation), -1, epoch);
        }
        if (spec instanceof OffsetSpec.TimestampSpec since) {
            LogEntry entry = log.firstSince(AdminResults.timestamp(since), isolation);
            return entry == null
                    ? new ListOffsetsResultInfo(-1, -1, Optional.empty())
                    : new ListOffsetsResultInfo(entry.offset(), entry.timestamp(), Optional.of(entry.leaderEpoch()));
        }
        throw new UnsupportedOperationException("Offsets of kind %s are not known in memory"
                .formatted(spec.getClass().getSimpleName()));
    }

    private static Collection<String> names(TopicCollection topics) {
        if (topics instanceof TopicCollection.TopicNameCollection names) {
            return names.topicNames();
        }
        throw new UnsupportedOperationException("Topics are known by their names only in memory");
    }

    private static Map<TopicPartition, Errors> noErrors(Collection<TopicPartition> partitions) {
        return partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> Errors.NONE));
    }

    /** Kafka gives null where there is nothing. */
    @SuppressWarnings("NullAway")
    private static Map<TopicPartition, OffsetAndMetadata> withNulls(
            Map<TopicPartition, @Nullable OffsetAndMetadata> found) {
        return found;
    }
}
