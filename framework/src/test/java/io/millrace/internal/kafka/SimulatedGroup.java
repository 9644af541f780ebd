package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.plan.Division;
import io.millrace.internal.plan.ShardGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer group without a broker: goes through rebalances as Kafka's coordinator and consumers do under the cooperative
 * protocol, and checks their rules at each.
 */
final class SimulatedGroup {

    private static final Node NODE = new Node(0, "nowhere", 9092);

    private final Map<String, Integer> topics = new TreeMap<>();
    private final SortedMap<String, Member> members = new TreeMap<>();
    private final Division division;
    private final Set<String> groups;
    private final int standby;
    private int generation;
    private int joined;

    /**
     * @param division of the state of all members
     * @param groups are the names of the shard groups
     */
    SimulatedGroup(Division division, Set<String> groups, int standby) {
        this.division = division;
        this.groups = groups;
        this.standby = standby;
    }

    /** Its members share out what there is. */
    SimulatedGroup(Set<String> groups, int standby) {
        this(Division.BY_PARTITION, groups, standby);
    }

    SimulatedGroup topic(String name, int partitions) {
        topics.put(name, partitions);
        return this;
    }

    /** One consumer of the group, and what it believes. */
    final class Member implements StandbyShards {

        @Override
        public void elsewhere(Instances instances) {
            // Nobody asks.
        }

        private final ShardAssignor assignor = new ShardAssignor();
        private final String id;
        private final Set<String> subscribed;
        private Set<TopicPartition> owned = new HashSet<>();
        private Set<ShardKey> copies = Set.of();
        private Set<ShardKey> parts = Set.of();

        Member(String id, Set<String> subscribed, Division division, Set<String> knownGroups) {
            this.id = id;
            this.subscribed = subscribed;
            assignor.configure(Map.of(
                    AssignorSetup.SETTING,
                    new AssignorSetup("cards", division, knownGroups, standby, this, Instances.NONE)));
        }

        @Override
        public void standby(Set<ShardKey> shards) {
            copies = shards;
        }

        @Override
        public Holdings held() {
            Set<ShardKey> complete = new HashSet<>(copies);
            complete.removeAll(parts);
            return new Holdings(complete, parts);
        }

        /** Has it only part of these. */
        void hasPartOf(Set<ShardKey> shards) {
            parts = shards;
        }

        String id() {
            return id;
        }

        Set<TopicPartition> owned() {
            return owned;
        }

        Set<ShardKey> copies() {
            return copies;
        }

        /** Makes it believe that it owns these. */
        void believe(Set<TopicPartition> partitions) {
            owned = partitions;
        }

        Subscription subscription() {
            return new Subscription(
                    List.copyOf(subscribed),
                    assignor.subscriptionUserData(subscribed),
                    List.copyOf(owned),
                    generation,
                    Optional.empty());
        }

        /** Takes its assignment, and returns what it had to give up. */
        @SuppressWarnings("removal") // there is no other way to make what Kafka's coordinator makes
        private Set<TopicPartition> take(Assignment assignment) {
            Set<TopicPartition> revoked = new HashSet<>(owned);
            assignment.partitions().forEach(revoked::remove);
            assignor.onAssignment(assignment, new ConsumerGroupMetadata("group", generation, id, Optional.empty()));
            owned = new HashSet<>(assignment.partitions());
            return revoked;
        }
    }

    Member join() {
        return join(topics.keySet(), groups);
    }

    Member join(Set<String> subscribed, Set<String> knownGroups) {
        return join(division, subscribed, knownGroups);
    }

    /** Has a member join whose state is divided as none of the others' need be. */
    Member join(Division itsDivision, Set<String> subscribed, Set<String> knownGroups) {
        Member member = new Member("member-%03d".formatted(joined++), Set.copyOf(subscribed), itsDivision, knownGroups);
        members.put(member.id, member);
        return member;
    }

    /** Lets a member come back that was away, with all it believes to own. */
    void comeBack(Member member) {
        members.put(member.id, member);
    }

    void remove(Member member) {
        members.remove(member.id);
    }

    Collection<Member> members() {
        return members.values();
    }

    Set<String> groups() {
        return groups;
    }

    /** Returns all partitions of all topics. */
    Set<TopicPartition> partitions() {
        Set<TopicPartition> all = new HashSet<>();
        topics.forEach((topic, count) -> {
            for (int number = 0; number < count; number++) {
                all.add(new TopicPartition(topic, number));
            }
        });
        return all;
    }

    int partitions(String topic) {
        return topics.getOrDefault(topic, 0);
    }

    /** Goes through rebalances until nobody had to give up anything; returns how many partitions were given up. */
    int settle() {
        int revoked = 0;
        for (int round = 0; round < 5; round++) {
            int now = rebalance(Set.of());
            if (now == 0) {
                return revoked;
            }
            revoked += now;
        }
        throw new AssertionError("The group does not come to rest");
    }

    /**
     * Goes through one rebalance, and returns how many partitions were given up.
     *
     * @param late members that join it, but do not get their assignment before the next
     */
    int rebalance(Set<Member> late) {
        generation++;
        Map<String, Assignment> assignments = member(members.firstKey())
                .assignor
                .assign(cluster(), new GroupSubscription(subscriptions()))
                .groupAssignment();

        assertThat(assignments).containsOnlyKeys(members.keySet());
        checkNothingIsTakenFromAnOwner(assignments);
        Set<TopicPartition> revoked = new HashSet<>();
        assignments.forEach((id, assignment) -> {
            if (!late.contains(member(id))) {
                revoked.addAll(member(id).take(assignment));
            }
        });
        checkNobodySharesAPartition(late);
        if (division == Division.BY_PARTITION) {
            checkShardsAreWhole(late);
        }
        return revoked.size();
    }

    Map<String, Subscription> subscriptions() {
        Map<String, Subscription> subscriptions = new HashMap<>();
        members.forEach((id, member) -> subscriptions.put(id, member.subscription()));
        return subscriptions;
    }

    private Member member(String id) {
        return Objects.requireNonNull(members.get(id));
    }

    private void checkNothingIsTakenFromAnOwner(Map<String, Assignment> assignments) {
        assignments.forEach((id, assignment) -> members.values().stream()
                .filter(other -> !other.id.equals(id))
                .forEach(other -> {
                    Set<TopicPartition> added = new HashSet<>(assignment.partitions());
                    added.removeAll(member(id).owned);
                    assertThat(added)
                            .as("what is new for %s while %s may still read it", id, other.id)
                            .noneMatch(other.owned::contains);
                }));
    }

    private void checkNobodySharesAPartition(Set<Member> late) {
        List<TopicPartition> all = members.values().stream()
                .filter(member -> !late.contains(member))
                .flatMap(member -> member.owned.stream())
                .toList();
        assertThat(all).doesNotHaveDuplicates();
    }

    private void checkShardsAreWhole(Set<Member> late) {
        for (Member member : members.values()) {
            if (!late.contains(member)) {
                groups.forEach(group -> assertThat(ShardGroup.topicsOf(group).stream()
                                .map(topic -> numbers(member, topic))
                                .distinct())
                        .as("partitions of the topics of %s at %s", group, member.id)
                        .hasSizeLessThanOrEqualTo(1));
            }
        }
    }

    private static Set<Integer> numbers(Member member, String topic) {
        return member.owned.stream()
                .filter(partition -> partition.topic().equals(topic))
                .map(TopicPartition::partition)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns how many shards, or single partitions, each member owns of each kind. */
    Map<Member, Map<String, Integer>> loads() {
        Map<Member, Map<String, Integer>> loads = new LinkedHashMap<>();
        for (Member member : members.values()) {
            Map<String, Integer> kinds = new TreeMap<>();
            kindsByFirstTopic()
                    .forEach((topic, kind) ->
                            kinds.put(kind, numbers(member, topic).size()));
            loads.put(member, kinds);
        }
        return loads;
    }

    private Map<String, String> kindsByFirstTopic() {
        Map<String, String> kinds = new TreeMap<>();
        topics.keySet().forEach(topic -> kinds.put(topic, topic));
        groups.forEach(group -> {
            kinds.keySet().removeAll(ShardGroup.topicsOf(group));
            kinds.put(ShardGroup.topicsOf(group).first(), group);
        });
        return kinds;
    }

    /** Returns all shards. */
    Set<ShardKey> shards() {
        Set<ShardKey> shards = new HashSet<>();
        for (String group : groups) {
            for (int number = 0; number < shards(group); number++) {
                shards.add(new ShardKey(group, number));
            }
        }
        return shards;
    }

    private int shards(String group) {
        return ShardGroup.topicsOf(group).stream()
                .mapToInt(this::partitions)
                .min()
                .orElseThrow();
    }

    /** Returns all partitions that may be read. */
    Set<TopicPartition> readable() {
        Set<TopicPartition> readable = new HashSet<>();
        kindsByFirstTopic().values().forEach(kind -> {
            for (int number = 0; number < shards(kind); number++) {
                for (String topic : ShardGroup.topicsOf(kind)) {
                    readable.add(new TopicPartition(topic, number));
                }
            }
        });
        return readable;
    }

    Cluster cluster() {
        List<PartitionInfo> partitions = new ArrayList<>();
        topics.forEach((topic, count) -> {
            for (int number = 0; number < count; number++) {
                partitions.add(new PartitionInfo(topic, number, NODE, new Node[] {NODE}, new Node[] {NODE}));
            }
        });
        return new Cluster("cluster", List.of(NODE), partitions, Set.of(), Set.of());
    }
}
