package io.millrace.testkit.internal.memory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.RebalanceProtocol;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer does in a rebalance beside talking to the group: it asks its assignors, changes its assignment, and calls the
 * user's listener; as Kafka's own {@code ConsumerCoordinator}.
 *
 * <p>Confined to the test's thread.
 */
final class Rebalancing {

    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final String group;
    private final Optional<String> instanceId;
    private final List<ConsumerPartitionAssignor> assignors;
    private final RebalanceProtocol protocol;
    private final AssignedPartitions assigned;
    private final Subscription subscription;
    private final Metadata metadata;
    private ConsumerGroupMetadata place;
    private Set<String> joinedTopics = Set.of();
    private Map<String, Integer> assignedCounts = Map.of();

    Rebalancing(
            String group,
            Optional<String> instanceId,
            List<ConsumerPartitionAssignor> assignors,
            AssignedPartitions assigned,
            Subscription subscription,
            Metadata metadata) {
        this.group = group;
        this.instanceId = instanceId;
        this.assignors = assignors;
        this.protocol = commonProtocol(assignors);
        this.assigned = assigned;
        this.subscription = subscription;
        this.metadata = metadata;
        this.place = place(-1, "");
    }

    /** A listener's calls; they return what it threw. */
    private interface Call {
        void run();
    }

    /** Returns the consumer's place in the group as of its last assignment. */
    ConsumerGroupMetadata place() {
        return place;
    }

    /** Returns the consumer's subscription for each assignor, in order of preference. */
    Map<String, ByteBuffer> subscriptions(int generation) {
        joinedTopics = new HashSet<>(subscription.topics());
        List<String> topics = new ArrayList<>(subscription.topics());
        List<TopicPartition> owned =
                protocol == RebalanceProtocol.COOPERATIVE ? new ArrayList<>(assigned.all()) : List.of();
        Map<String, ByteBuffer> subscriptions = new LinkedHashMap<>();
        for (ConsumerPartitionAssignor assignor : assignors) {
            subscriptions.put(
                    assignor.name(),
                    ConsumerProtocol.serializeSubscription(new ConsumerPartitionAssignor.Subscription(
                            topics, assignor.subscriptionUserData(joinedTopics), owned, generation, Optional.empty())));
        }
        return subscriptions;
    }

    /** Returns whether the consumer wants other topics than it last told the group. */
    boolean hasSubscriptionChanged() {
        return !joinedTopics.equals(subscription.topics());
    }

    /** Returns whether topics that it has assigned as the leader have other partitions now. */
    boolean haveTopicsChanged() {
        return assignedCounts.entrySet().stream()
                .anyMatch(topic -> metadata.view().count(topic.getKey()) != topic.getValue());
    }

    /** Gives up what can't be kept through a rebalance. */
    void prepare(boolean isMember) {
        assignedCounts = Map.of();
        TreeSet<TopicPartition> leaving = sorted(assigned.all());
        @Nullable Exception failure = null;
        if (!isMember) {
            failure = leaving.isEmpty() ? null : lose(leaving);
            assigned.assign(List.of());
        } else {
            if (protocol == RebalanceProtocol.COOPERATIVE) {
                leaving.removeIf(partition -> subscription.topics().contains(partition.topic()));
            }
            if (!leaving.isEmpty() || protocol == RebalanceProtocol.EAGER) {
                failure = call(() -> subscription.listener().onPartitionsRevoked(leaving));
                TreeSet<TopicPartition> kept = sorted(assigned.all());
                kept.removeAll(leaving);
                assigned.assign(kept);
            }
        }
        throwIfFailed(failure);
    }

    /** Has the assignor named {@code name} assign partitions to all {@code members}. */
    Map<String, ByteBuffer> assign(String name, Map<String, JoinAnswer.Subscribed> members) {
        Map<String, ConsumerPartitionAssignor.Subscription> subscriptions = new HashMap<>();
        Set<String> topics = new TreeSet<>();
        members.forEach((id, member) -> {
            ConsumerPartitionAssignor.Subscription one =
                    ConsumerProtocol.deserializeSubscription(member.subscription());
            one.setGroupInstanceId(member.instanceId());
            subscriptions.put(id, one);
            topics.addAll(one.topics());
        });
        metadata.refresh();
        ConsumerPartitionAssignor assignor = assignor(name);
        Map<String, Assignment> assignments = assignor.assign(
                        metadata.view().cluster(), new GroupSubscription(subscriptions))
                .groupAssignment();
        if (protocol == RebalanceProtocol.COOPERATIVE && !(assignor instanceof CooperativeStickyAssignor)) {
            checkCooperation(name, subscriptions, assignments);
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        topics.forEach(topic -> counts.put(topic, metadata.view().count(topic)));
        assignedCounts = counts;
        Map<String, ByteBuffer> serialized = new LinkedHashMap<>();
        assignments.forEach((id, assignment) -> serialized.put(id, ConsumerProtocol.serializeAssignment(assignment)));
        return serialized;
    }

    /** Takes the assignment; {@code rejoin} is told if the consumer has to join again, because it has to give up something. */
    void complete(String name, int generation, String memberId, ByteBuffer serialized, Runnable rejoin) {
        Assignment assignment = ConsumerProtocol.deserializeAssignment(serialized);
        TreeSet<TopicPartition> wanted = sorted(assignment.partitions());
        if (!wanted.stream().allMatch(partition -> subscription.topics().contains(partition.topic()))) {
            rejoin.run();
            return;
        }
        place = place(generation, memberId);
        TreeSet<TopicPartition> added = sorted(wanted);
        added.removeAll(assigned.all());
        TreeSet<TopicPartition> revoked = sorted(assigned.all());
        revoked.removeAll(wanted);
        @Nullable Exception failure = null;
        if (protocol == RebalanceProtocol.COOPERATIVE && !revoked.isEmpty()) {
            failure = call(() -> subscription.listener().onPartitionsRevoked(revoked));
            rejoin.run();
        }
        @Nullable Exception next = call(() -> assignor(name).onAssignment(assignment, place));
        failure = failure == null ? next : failure;
        assigned.assign(wanted);
        next = call(() -> subscription.listener().onPartitionsAssigned(added));
        throwIfFailed(failure == null ? next : failure);
    }

    /** Gives up everything: the consumer leaves the group. */
    void leave(boolean isMember) {
        TreeSet<TopicPartition> leaving = sorted(assigned.all());
        if (!leaving.isEmpty()) {
            @Nullable
            Exception failure =
                    isMember ? call(() -> subscription.listener().onPartitionsRevoked(leaving)) : lose(leaving);
            assigned.assign(List.of());
            throwIfFailed(failure);
        }
        assignedCounts = Map.of();
    }

    private @Nullable Exception lose(Set<TopicPartition> partitions) {
        return call(() -> subscription.listener().onPartitionsLost(partitions));
    }

    private ConsumerPartitionAssignor assignor(String name) {
        return assignors.stream()
                .filter(assignor -> assignor.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No assignor is named '%s'".formatted(name)));
    }

    @SuppressWarnings("removal") // there is no other way to make what Kafka's coordinator makes
    private ConsumerGroupMetadata place(int generation, String memberId) {
        return new ConsumerGroupMetadata(group, generation, memberId, instanceId);
    }

    /** As Kafka does: a partition that one member gives up may go to another in the next rebalance only. */
    private static void checkCooperation(
            String name,
            Map<String, ConsumerPartitionAssignor.Subscription> subscriptions,
            Map<String, Assignment> assignments) {
        Set<TopicPartition> revoked = new HashSet<>();
        Set<TopicPartition> added = new HashSet<>();
        assignments.forEach((id, assignment) -> {
            List<TopicPartition> owned =
                    Objects.requireNonNull(subscriptions.get(id)).ownedPartitions();
            Set<TopicPartition> gone = new HashSet<>(owned);
            assignment.partitions().forEach(gone::remove);
            revoked.addAll(gone);
            Set<TopicPartition> fresh = new HashSet<>(assignment.partitions());
            owned.forEach(fresh::remove);
            added.addAll(fresh);
        });
        added.retainAll(revoked);
        if (!added.isEmpty()) {
            throw new IllegalStateException(
                    "Assignor '%s' gives partitions %s to members though others still own them".formatted(name, added));
        }
    }

    private static RebalanceProtocol commonProtocol(List<ConsumerPartitionAssignor> assignors) {
        boolean cooperative = assignors.stream()
                .allMatch(assignor -> assignor.supportedProtocols().contains(RebalanceProtocol.COOPERATIVE));
        return cooperative ? RebalanceProtocol.COOPERATIVE : RebalanceProtocol.EAGER;
    }

    private static TreeSet<TopicPartition> sorted(Iterable<TopicPartition> partitions) {
        TreeSet<TopicPartition> sorted = new TreeSet<>(BY_NAME);
        partitions.forEach(sorted::add);
        return sorted;
    }

    private static @Nullable Exception call(Call call) {
        try {
            call.run();
            return null;
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (Exception e) {
            return e;
        }
    }

    private static void throwIfFailed(@Nullable Exception failure) {
        if (failure != null) {
            throw failure instanceof KafkaException kafka
                    ? kafka
                    : new KafkaException("User rebalance callback throws an error", failure);
        }
    }
}
