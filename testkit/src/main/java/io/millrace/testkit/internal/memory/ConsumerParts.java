package io.millrace.testkit.internal.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer is made of. Immutable.
 *
 * @param rebalancing null for a consumer without a group, as are the next two
 */
record ConsumerParts(
        Connection connection,
        AssignedPartitions assigned,
        Subscription subscription,
        Metadata metadata,
        Fetching fetching,
        @Nullable Rebalancing rebalancing,
        @Nullable GroupMembership membership,
        @Nullable OffsetCommits commits) {

    private static final int MINUTE = 60_000;

    /** Returns the parts of a consumer with {@code settings}. */
    static ConsumerParts of(Connection connection, ClientSettings settings) {
        AssignedPartitions assigned = new AssignedPartitions();
        Subscription subscription = new Subscription();
        Metadata metadata =
                new Metadata(connection, settings.nanos(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5 * MINUTE));
        Optional<String> groupId = settings.optional(ConsumerConfig.GROUP_ID_CONFIG);
        if (groupId.isEmpty()) {
            return new ConsumerParts(
                    connection,
                    assigned,
                    subscription,
                    metadata,
                    new Fetching(connection, assigned, null, settings),
                    null,
                    null,
                    null);
        }
        check(settings);
        ConsumerGroup group = connection.broker().groups().of(groupId.get());
        Optional<String> instanceId = settings.optional(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        Rebalancing rebalancing =
                new Rebalancing(groupId.get(), instanceId, assignors(settings), assigned, subscription, metadata);
        GroupMembership membership = new GroupMembership(
                connection,
                group,
                rebalancing,
                new JoinRequest(
                        settings.text(ConsumerConfig.CLIENT_ID_CONFIG, "consumer"),
                        "",
                        instanceId,
                        settings.nanos(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 45_000),
                        settings.nanos(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 5 * MINUTE),
                        Map.of()));
        return new ConsumerParts(
                connection,
                assigned,
                subscription,
                metadata,
                new Fetching(connection, assigned, group, settings),
                rebalancing,
                membership,
                new OffsetCommits(
                        connection,
                        membership,
                        subscription,
                        settings.nanos(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 30_000)));
    }

    /** Returns the consumer's place in its group. */
    ConsumerGroupMetadata place() {
        return Objects.requireNonNull(rebalancing, "the consumer has no group").place();
    }

    /** Tells of commits that have been answered. */
    void runCallbacks() {
        if (commits != null) {
            commits.runCallbacks();
        }
    }

    /** Leaves the group, if the consumer is subscribed. */
    void leave(CloseOptions options) {
        if (membership != null && subscription.isActive()) {
            membership.leave(options);
        }
    }

    private static void check(ClientSettings settings) {
        if (settings.isTrue(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, true)) {
            throw new ConfigException(
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    true,
                    "Consumers in memory commit only when they are told to");
        }
        String protocol = settings.lowerCase(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        if (!"classic".equals(protocol)) {
            throw new ConfigException(
                    ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol, "Groups in memory know the classic protocol only");
        }
    }

    /** Kafka's own method takes classes and names of classes, whatever its signature says. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<ConsumerPartitionAssignor> assignors(ClientSettings settings) {
        List<Object> classes =
                settings.classes(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class);
        Map<String, Object> values = new HashMap<>(settings.values());
        values.putIfAbsent(CommonClientConfigs.GROUP_ID_CONFIG, "");
        return ConsumerPartitionAssignor.getAssignorInstances((List) new ArrayList<>(classes), values);
    }
}
