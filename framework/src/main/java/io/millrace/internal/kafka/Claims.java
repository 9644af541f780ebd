package io.millrace.internal.kafka;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Judges what the members of a consumer group say they own.
 *
 * <p>Of several members that claim a partition, the one with the newest assignment owns it: the others have missed that they
 * don't any more. Two claims out of the same generation can't both be right, so neither counts. But even a wrong claim means
 * that its member may still read the partition. So nobody else gets it before the member has answered that it has let go:
 * {@link #mayTake}.
 *
 * <p>Immutable.
 */
final class Claims {

    private final Map<TopicPartition, GroupMember> owners = new HashMap<>();
    private final Collection<GroupMember> members;

    Claims(Collection<GroupMember> members) {
        this.members = List.copyOf(members);
        Map<TopicPartition, Integer> newest = new HashMap<>();
        for (GroupMember member : members) {
            for (TopicPartition partition : member.claims()) {
                int generation = newest.getOrDefault(partition, Integer.MIN_VALUE);
                if (member.generation() > generation) {
                    newest.put(partition, member.generation());
                    owners.put(partition, member);
                } else if (member.generation() == generation) {
                    owners.remove(partition);
                }
            }
        }
    }

    /** Returns who owns {@code parcel}, or most of it. */
    Optional<GroupMember> owner(Parcel parcel) {
        return owners(parcel)
                .distinct()
                .max(Comparator.comparing((GroupMember member) -> partsOf(parcel, member))
                        .thenComparing(Comparator.reverseOrder()));
    }

    /** Returns whether {@code member} may have {@code parcel} now; else others have to give it up first. */
    boolean mayTake(GroupMember member, Parcel parcel) {
        return partsOf(parcel, member) == parcel.partitions().size()
                || members.stream().noneMatch(other -> other != member && other.claimsAnyOf(parcel.partitions()));
    }

    private long partsOf(Parcel parcel, GroupMember member) {
        return owners(parcel).filter(member::equals).count();
    }

    private Stream<GroupMember> owners(Parcel parcel) {
        return parcel.partitions().stream().map(owners::get).filter(owner -> owner != null);
    }
}
