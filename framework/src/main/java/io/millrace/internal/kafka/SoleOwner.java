package io.millrace.internal.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;

/**
 * The member that has everything in a consumer group whose state is not divided: whoever has most of it already, so that a member
 * that joins never takes over from a living one; else one that has a copy of the state.
 *
 * <p>Immutable. Confined to the source worker.
 */
final class SoleOwner {

    private final GroupMember member;
    private final Claims claims;

    private SoleOwner(GroupMember member, Claims claims) {
        this.member = member;
        this.claims = claims;
    }

    /**
     * Returns whether the members share nothing out. One of them that says so is enough: where it is the only one, the others
     * would otherwise take partitions from it that it can't do without.
     */
    static boolean isNeeded(Collection<GroupMember> members) {
        return members.stream().anyMatch(GroupMember::isUndivided);
    }

    static SoleOwner among(Collection<GroupMember> members, Claims claims) {
        Set<TopicPartition> claimed = new HashSet<>();
        members.forEach(member -> claimed.addAll(member.claims()));
        GroupMember chosen = claims.owner(new Parcel("all", List.copyOf(claimed), null))
                .orElseGet(() -> members.stream()
                        .max(Comparator.comparing(SoleOwner::warmth).thenComparing(Comparator.reverseOrder()))
                        .orElseThrow());
        return new SoleOwner(chosen, claims);
    }

    GroupMember member() {
        return member;
    }

    /** Returns all partitions of what it reads, but for those that others have to give up first. */
    List<TopicPartition> partitions(Cluster cluster) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : member.topics()) {
            Integer count = cluster.partitionCountForTopic(topic);
            for (int number = 0; count != null && number < count; number++) {
                TopicPartition partition = new TopicPartition(topic, number);
                if (claims.mayTake(member, Parcel.single(partition))) {
                    partitions.add(partition);
                }
            }
        }
        return partitions;
    }

    private static Warmth warmth(GroupMember member) {
        return member.undividedShards().stream()
                .map(shard -> member.warmth(new Parcel(shard.group(), List.of(), shard)))
                .min(Comparator.naturalOrder())
                .orElse(Warmth.COLD);
    }
}
