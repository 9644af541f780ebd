package io.millrace.internal.kafka;

import java.util.Collection;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.TopicPartition;

/**
 * What the leader of the consumer group knows of a member.
 *
 * <p>Immutable; equal to itself only. Members are ordered by their id, so that the same group gives the same assignment.
 */
final class GroupMember implements Comparable<GroupMember> {

    private final String id;
    private final Set<String> topics;
    private final Set<TopicPartition> claims;
    private final int generation;
    private final Set<String> groups;
    private final Holdings holdings;

    private GroupMember(String id, Subscription subscription, int generation, Set<String> groups, Holdings holdings) {
        this.id = id;
        this.topics = Set.copyOf(subscription.topics());
        this.claims = Set.copyOf(subscription.ownedPartitions());
        this.generation = generation;
        this.groups = groups;
        this.holdings = holdings;
    }

    /** Returns the member that joined with {@code subscription}. */
    static GroupMember of(String id, Subscription subscription) {
        return AssignorNote.read(subscription.userData())
                .map(note -> new GroupMember(id, subscription, note.generation(), note.groups(), note.holdings()))
                .orElseGet(() -> new GroupMember(
                        id,
                        subscription,
                        subscription.generationId().orElse(AssignorNote.NO_GENERATION),
                        Set.of(),
                        Holdings.NONE));
    }

    String id() {
        return id;
    }

    Set<String> topics() {
        return topics;
    }

    /** Returns what it says it owns. It may have missed that this has changed. */
    Set<TopicPartition> claims() {
        return claims;
    }

    /** Returns the generation from which its claims are. */
    int generation() {
        return generation;
    }

    /** Returns the names of the shard groups that its topology has. */
    Set<String> groups() {
        return groups;
    }

    /** Returns whether it reads all topics of {@code parcel}; Kafka refuses to give it any other. */
    boolean canTake(Parcel parcel) {
        return parcel.partitions().stream().map(TopicPartition::topic).allMatch(topics::contains);
    }

    /** Returns whether its topology has the state of {@code parcel}, so that it can keep a copy. */
    boolean canCopy(Parcel parcel) {
        return parcel.shard() != null && groups.contains(parcel.shard().group());
    }

    /** Returns how much of the state of {@code parcel} it has already, and so need not read to own it. */
    Warmth warmth(Parcel parcel) {
        ShardKey shard = parcel.shard();
        if (claimsAnyOf(parcel.partitions())
                || (shard != null && holdings.copies().contains(shard))) {
            return Warmth.WARM;
        }
        return shard != null && holdings.parts().contains(shard) ? Warmth.PARTLY : Warmth.COLD;
    }

    boolean claimsAnyOf(Collection<TopicPartition> partitions) {
        return partitions.stream().anyMatch(claims::contains);
    }

    @Override
    public int compareTo(GroupMember other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
