package io.millrace.testkit.internal.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AbortTransactionResult;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.CreatePartitionsResult;
import org.apache.kafka.clients.admin.DeleteConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.DeleteConsumerGroupsResult;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.FenceProducersResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListTopicsResult;
import org.apache.kafka.clients.admin.ListTransactionsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.internals.CoordinatorKey;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.ProducerIdAndEpoch;

/** Makes those results of Kafka's admin client that only Kafka can make by right. */
final class AdminResults {

    private static final MethodHandle OFFSETS = constructor(ListConsumerGroupOffsetsResult.class, Map.class);
    private static final MethodHandle PRODUCERS = constructor(DescribeProducersResult.class, Map.class);
    private static final MethodHandle TRANSACTIONS = constructor(DescribeTransactionsResult.class, Map.class);
    private static final MethodHandle LISTINGS = constructor(ListTransactionsResult.class, KafkaFuture.class);
    private static final MethodHandle FENCED = constructor(FenceProducersResult.class, Map.class);
    private static final MethodHandle ABORTED = constructor(AbortTransactionResult.class, Map.class);
    private static final MethodHandle ALTERED = constructor(AlterConsumerGroupOffsetsResult.class, KafkaFuture.class);
    private static final MethodHandle PARTITIONS = constructor(CreatePartitionsResult.class, Map.class);
    private static final MethodHandle GROUPS = constructor(DeleteConsumerGroupsResult.class, Map.class);
    private static final MethodHandle GROUP_OFFSETS =
            constructor(DeleteConsumerGroupOffsetsResult.class, KafkaFuture.class, Set.class);
    private static final MethodHandle TOPICS = constructor(ListTopicsResult.class, KafkaFuture.class);
    private static final MethodHandle CLUSTER = constructor(
            DescribeClusterResult.class, KafkaFuture.class, KafkaFuture.class, KafkaFuture.class, KafkaFuture.class);
    private static final MethodHandle TIMESTAMP = timestampOf();

    private AdminResults() {}

    static ListConsumerGroupOffsetsResult offsets(
            Map<String, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> byGroup) {
        Map<CoordinatorKey, KafkaFuture<Map<TopicPartition, OffsetAndMetadata>>> keyed = new LinkedHashMap<>();
        byGroup.forEach((group, offsets) -> keyed.put(CoordinatorKey.byGroupId(group), offsets));
        return (ListConsumerGroupOffsetsResult) make(OFFSETS, keyed);
    }

    static DescribeProducersResult producers(Map<TopicPartition, KafkaFuture<PartitionProducerState>> producers) {
        return (DescribeProducersResult) make(PRODUCERS, producers);
    }

    static DescribeTransactionsResult transactions(Map<String, KafkaFuture<TransactionDescription>> byId) {
        Map<CoordinatorKey, KafkaFuture<TransactionDescription>> keyed = new LinkedHashMap<>();
        byId.forEach((id, description) -> keyed.put(CoordinatorKey.byTransactionalId(id), description));
        return (DescribeTransactionsResult) make(TRANSACTIONS, keyed);
    }

    static ListTransactionsResult listings(
            KafkaFuture<Map<Integer, KafkaFutureImpl<Collection<TransactionListing>>>> byBroker) {
        return (ListTransactionsResult) make(LISTINGS, byBroker);
    }

    static FenceProducersResult fenced(Map<String, KafkaFuture<ProducerIdAndEpoch>> byId) {
        Map<CoordinatorKey, KafkaFuture<ProducerIdAndEpoch>> keyed = new LinkedHashMap<>();
        byId.forEach((id, producer) -> keyed.put(CoordinatorKey.byTransactionalId(id), producer));
        return (FenceProducersResult) make(FENCED, keyed);
    }

    static AbortTransactionResult aborted(Map<TopicPartition, KafkaFuture<Void>> aborted) {
        return (AbortTransactionResult) make(ABORTED, aborted);
    }

    static AlterConsumerGroupOffsetsResult altered(KafkaFuture<Map<TopicPartition, Errors>> altered) {
        return (AlterConsumerGroupOffsetsResult) make(ALTERED, altered);
    }

    static CreatePartitionsResult partitions(Map<String, KafkaFuture<Void>> created) {
        return (CreatePartitionsResult) make(PARTITIONS, created);
    }

    static DeleteConsumerGroupsResult groups(Map<String, KafkaFuture<Void>> byGroup) {
        Map<CoordinatorKey, KafkaFuture<Void>> keyed = new LinkedHashMap<>();
        byGroup.forEach((group, deleted) -> keyed.put(CoordinatorKey.byGroupId(group), deleted));
        return (DeleteConsumerGroupsResult) make(GROUPS, keyed);
    }

    static DeleteConsumerGroupOffsetsResult groupOffsets(
            KafkaFuture<Map<TopicPartition, Errors>> deleted, Set<TopicPartition> partitions) {
        return (DeleteConsumerGroupOffsetsResult) make(GROUP_OFFSETS, deleted, partitions);
    }

    static ListTopicsResult topics(KafkaFuture<Map<String, TopicListing>> topics) {
        return (ListTopicsResult) make(TOPICS, topics);
    }

    static DescribeClusterResult cluster(
            KafkaFuture<Collection<Node>> nodes, KafkaFuture<Node> controller, KafkaFuture<String> clusterId) {
        return (DescribeClusterResult)
                make(CLUSTER, nodes, controller, clusterId, KafkaFuture.completedFuture(Set.of()));
    }

    /** Returns what Kafka keeps to itself. */
    static long timestamp(OffsetSpec.TimestampSpec spec) {
        try {
            return (long) TIMESTAMP.invoke(spec);
        } catch (Throwable e) {
            throw new IllegalStateException("The time of '%s' can't be read".formatted(spec), e);
        }
    }

    private static MethodHandle timestampOf() {
        try {
            Method method = OffsetSpec.TimestampSpec.class.getDeclaredMethod("timestamp");
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This version of Kafka's clients keeps times another way", e);
        }
    }

    private static Object make(MethodHandle constructor, Object... arguments) {
        try {
            return constructor.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("A result of Kafka's admin client can't be made", e);
        }
    }

    private static MethodHandle constructor(Class<?> type, Class<?>... parameters) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return MethodHandles.lookup().unreflectConstructor(constructor);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "This version of Kafka's clients makes '%s' another way".formatted(type.getName()), e);
        }
    }
}
