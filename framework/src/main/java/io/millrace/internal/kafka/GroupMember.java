package io.millrace.internal.kafka;

import io.millrace.internal.plan.Division;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
    private final Division division;
    private final Set<String> groups;
    private final Holdings holdings;
    private final Instances instance;

    private GroupMember(String id, Subscription subscription, AssignorNote note, Instances instance) {
        this.id = id;
        this.topics = Set.copyOf(subscription.topics());
        this.claims = Set.copyOf(subscription.ownedPartitions());
        this.generation = note.generation();
        this.division = note.division();
        this.groups = note.groups();
        this.holdings = note.holdings();
        this.instance = instance;
    }

    /** Returns the member that joined with {@code subscription}. */
    static GroupMember of(String id, Subscription subscription) {
        AssignorNote nothing = AssignorNote.of(
                subscription.generationId().orElse(AssignorNote.NO_GENERATION),
                Division.BY_PARTITION,
                Set.of(),
                Holdings.NONE);
        Instances.Opened told = Instances.open(subscription.userData());
        return new GroupMember(id, subscription, AssignorNote.read(told.note()).orElse(nothing), told.instances());
    }

    /** Returns where it can be asked for its state; empty if it does not say. */
    Optional<String> instance() {
        return instance.shards().keySet().stream().findFirst();
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

    /** Returns whether its topology needs all partitions in one place. */
    boolean isUndivided() {
        return division == Division.UNDIVIDED;
    }

    /** Returns the shards of its topology, if that needs all partitions in one place: one for each group. */
    Set<ShardKey> undividedShards() {
        return isUndivided()
                ? groups.stream().map(group -> new ShardKey(group, 0)).collect(Collectors.toSet())
                : Set.of();
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
