package io.millrace.internal.kafka;

import io.millrace.internal.plan.ShardGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the parcels of a consumer group: the shards of all groups of topics that share state as any member sees it, and the
 * partitions of the other topics.
 *
 * <p>During a roll-out members may have different topologies. Topics that share state for one of them stay together for all,
 * since half a shard would make wrong state where the other half is.
 *
 * <p>Confined to the source worker.
 */
final class Parcels {

    private static final Logger LOG = LoggerFactory.getLogger(Parcels.class);

    private final Cluster cluster;
    private final List<Parcel> found = new ArrayList<>();

    private Parcels(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Returns the parcels that {@code members} share out, in an order that depends on nothing else. */
    static List<Parcel> of(Cluster cluster, Collection<GroupMember> members) {
        Parcels parcels = new Parcels(cluster);
        SortedSet<String> others = new TreeSet<>();
        members.forEach(member -> others.addAll(member.topics()));
        for (SortedSet<String> topics : sharedTopics(members)) {
            parcels.addShards(topics);
            others.removeAll(topics);
        }
        others.forEach(parcels::addPartitions);
        return parcels.found;
    }

    /** Returns the topics that share state: those of each member, united where they overlap. */
    private static List<SortedSet<String>> sharedTopics(Collection<GroupMember> members) {
        Set<SortedSet<String>> known = new HashSet<>();
        for (GroupMember member : members) {
            member.groups().stream()
                    .map(ShardGroup::topicsOf)
                    .filter(member.topics()::containsAll)
                    .forEach(known::add);
        }
        List<SortedSet<String>> united = new ArrayList<>();
        for (SortedSet<String> topics : known) {
            SortedSet<String> all = new TreeSet<>(topics);
            united.stream().filter(other -> overlap(other, topics)).forEach(all::addAll);
            united.removeIf(other -> overlap(other, topics));
            united.add(all);
        }
        united.sort(Comparator.comparing(ShardGroup::nameOf));
        return united;
    }

    private static boolean overlap(Set<String> some, Set<String> others) {
        return some.stream().anyMatch(others::contains);
    }

    private void addShards(SortedSet<String> topics) {
        SortedSet<Integer> counts =
                new TreeSet<>(topics.stream().map(this::count).toList());
        if (counts.size() > 1) {
            LOG.warn(
                    "Topics {} share state, but they have {} partitions: what goes beyond the smallest number is not read"
                            + " until they have equally many",
                    topics,
                    topics.stream().map(topic -> topic + ": " + count(topic)).toList());
        }
        for (int number = 0; number < counts.first(); number++) {
            found.add(Parcel.shard(ShardGroup.nameOf(topics), topics, number));
        }
    }

    private void addPartitions(String topic) {
        for (int number = 0; number < count(topic); number++) {
            found.add(Parcel.single(new TopicPartition(topic, number)));
        }
    }

    /** Returns how many partitions {@code topic} has; none if Kafka does not know it (yet), which leads to a rebalance later. */
    private int count(String topic) {
        Integer count = cluster.partitionCountForTopic(topic);
        return count == null ? 0 : count;
    }
}
