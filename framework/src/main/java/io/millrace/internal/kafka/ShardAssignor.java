package io.millrace.internal.kafka;

import io.millrace.internal.plan.Division;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Spreads the partitions of a topology with keyed state over the members of its consumer group, and the standby copies of its
 * shards.
 *
 * <p>Partition <i>p</i> of all topics that share state goes to one member, always: a shard. Members keep what they have but for
 * what balance needs ({@link Balancer}). What goes from one member to another is given up by the first in this rebalance, and
 * taken by the second in the next, which the first one asks for when it has let go ({@link Claims#mayTake}): Kafka's cooperative
 * protocol, KIP-429. The same group gives the same assignment, whoever leads it.
 *
 * <p>Where the topology's state is not divided, all of it goes to one member ({@link SoleOwner}), and all others keep copies.
 *
 * <p>Kafka's own sticky assignor could be asked about virtual topics of one partition per shard. But it can't be told to
 * prefer members that have a shard's state, and does not keep each topic balanced.
 *
 * <p>Kafka makes it, by name; the consumer's settings carry an {@link AssignorSetup}. Confined to the source worker: Kafka calls
 * it from within a poll.
 */
public final class ShardAssignor implements ConsumerPartitionAssignor, Configurable {

    private AssignorSetup setup =
            new AssignorSetup("", Division.BY_PARTITION, Set.of(), 0, StandbyShards.NONE, Instances.NONE);
    private int generation = AssignorNote.NO_GENERATION;
    private Set<ShardKey> copies = Set.of();

    @Override
    public void configure(Map<String, ?> settings) {
        if (!(settings.get(AssignorSetup.SETTING) instanceof AssignorSetup ours)) {
            throw new IllegalArgumentException("Setting '%s' is missing: an engine has to make the consumer of %s"
                    .formatted(AssignorSetup.SETTING, ShardAssignor.class.getSimpleName()));
        }
        setup = ours;
        setup.take(settings);
    }

    @Override
    public String name() {
        return "millrace-shards";
    }

    @Override
    public List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.COOPERATIVE);
    }

    @Override
    public @Nullable ByteBuffer subscriptionUserData(Set<String> topics) {
        Holdings held = setup.standbys().held().withParts(copies); // not all that we were told to keep may be begun
        return setup.self()
                .around(AssignorNote.of(generation, setup.division(), setup.groups(), held)
                        .bytes());
    }

    @Override
    public GroupAssignment assign(Cluster cluster, GroupSubscription group) {
        List<GroupMember> members = group.groupSubscription().entrySet().stream()
                .map(member -> GroupMember.of(member.getKey(), member.getValue()))
                .sorted()
                .toList();
        Map<String, Assignment> assignments =
                SoleOwner.isNeeded(members) ? allToOne(cluster, members) : shared(cluster, members);
        Instances instances = InstanceList.of(members, assignments);
        assignments.replaceAll((member, assignment) ->
                new Assignment(assignment.partitions(), instances.around(assignment.userData())));
        return new GroupAssignment(assignments);
    }

    private static Map<String, Assignment> allToOne(Cluster cluster, List<GroupMember> members) {
        SoleOwner owner = SoleOwner.among(members, new Claims(members));
        Map<String, Assignment> assignments = new HashMap<>();
        for (GroupMember member : members) {
            List<TopicPartition> partitions = member == owner.member() ? owner.partitions(cluster) : List.of();
            ByteBuffer note = AssignorNote.ofLeader(owner.member().id(), member.undividedShards())
                    .bytes();
            assignments.put(member.id(), new Assignment(partitions, note));
        }
        return assignments;
    }

    private Map<String, Assignment> shared(Cluster cluster, List<GroupMember> members) {
        Claims claims = new Claims(members);
        Map<Parcel, GroupMember> owners = Balancer.balance(Parcels.of(cluster, members), members, claims);
        Map<GroupMember, Set<ShardKey>> standbys = StandbySpread.spread(owners, members, setup.standby());
        Map<String, Assignment> assignments = new HashMap<>();
        for (GroupMember member : members) {
            List<TopicPartition> partitions = owners.entrySet().stream()
                    .filter(entry -> entry.getValue() == member && claims.mayTake(member, entry.getKey()))
                    .flatMap(entry -> entry.getKey().partitions().stream())
                    .toList();
            Set<ShardKey> kept = new HashSet<>(standbys.getOrDefault(member, Set.of()));
            kept.addAll(onTheirWay(member, owners, claims));
            ByteBuffer note = AssignorNote.of(
                            AssignorNote.NO_GENERATION, Division.BY_PARTITION, member.groups(), Holdings.copies(kept))
                    .bytes();
            assignments.put(member.id(), new Assignment(partitions, setup.standby() == 0 ? null : note));
        }
        return assignments;
    }

    /** Returns the shards that {@code member} has a copy of and gets with the next rebalance: the copy is needed until then. */
    private static Set<ShardKey> onTheirWay(GroupMember member, Map<Parcel, GroupMember> owners, Claims claims) {
        return owners.entrySet().stream()
                .filter(entry -> entry.getValue() == member)
                .map(Map.Entry::getKey)
                .filter(parcel -> member.warmth(parcel) != Warmth.COLD && !claims.mayTake(member, parcel))
                .map(Parcel::shard)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        generation = metadata.generationId();
        Instances.Opened opened = Instances.open(assignment.userData());
        setup.standbys().elsewhere(opened.instances());
        ByteBuffer told = opened.note();
        if (told == null) {
            copies = Set.of();
        } else { // a note that can't be read changes nothing
            AssignorNote.read(told).ifPresent(note -> take(note, metadata.memberId()));
        }
        setup.standbys().standby(copies);
    }

    private void take(AssignorNote note, String self) {
        copies = note.holdings().copies();
        if (note.division() == Division.UNDIVIDED) {
            setup.notice().told(note.owner(), self);
        }
    }
}
