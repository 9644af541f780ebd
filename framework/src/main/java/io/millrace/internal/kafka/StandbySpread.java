package io.millrace.internal.kafka;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Chooses which members keep copies of which shards: never the one that is to own it; those first that keep one already or owned
 * it until now; evenly.
 *
 * <p>Confined to the source worker.
 */
final class StandbySpread {

    private final Map<Parcel, GroupMember> owners;
    private final Map<GroupMember, Set<Parcel>> copies = new TreeMap<>();

    private StandbySpread(Map<Parcel, GroupMember> owners, Collection<GroupMember> members) {
        this.owners = owners;
        members.forEach(member -> copies.put(member, new LinkedHashSet<>()));
    }

    /**
     * Returns the shards that each member is to keep a copy of.
     *
     * @param owners who is to own what
     * @param count of copies of each shard, as far as there are members for them
     */
    static Map<GroupMember, Set<ShardKey>> spread(
            Map<Parcel, GroupMember> owners, Collection<GroupMember> members, int count) {
        StandbySpread spread = new StandbySpread(owners, members);
        List<Parcel> shards = count == 0
                ? List.of()
                : owners.keySet().stream()
                        .filter(parcel -> parcel.shard() != null)
                        .toList();
        for (Warmth least : List.of(Warmth.WARM, Warmth.PARTLY, Warmth.COLD)) {
            shards.forEach(shard -> spread.give(shard, count, least));
        }
        spread.level();
        Map<GroupMember, Set<ShardKey>> keys = new HashMap<>();
        spread.copies.forEach((member, held) -> keys.put(member, keys(held)));
        return keys;
    }

    private static Set<ShardKey> keys(Set<Parcel> shards) {
        return shards.stream().map(Parcel::shard).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private void give(Parcel shard, int count, Warmth least) {
        long missing = count
                - copies.values().stream().filter(held -> held.contains(shard)).count();
        takers(shard)
                .filter(member -> member.warmth(shard).compareTo(least) >= 0)
                .sorted(Comparator.comparingInt(this::load))
                .limit(Math.max(0, missing))
                .toList()
                .forEach(member -> held(member).add(shard));
    }

    private Stream<GroupMember> takers(Parcel shard) {
        return copies.keySet().stream().filter(member -> canTake(member, shard));
    }

    private boolean canTake(GroupMember member, Parcel shard) {
        return member.canCopy(shard)
                && owners.get(shard) != member
                && !held(member).contains(shard);
    }

    private void level() {
        Optional<Move> move = levellingMove();
        while (move.isPresent()) {
            held(move.get().from()).remove(move.get().shard());
            held(move.get().to()).add(move.get().shard());
            move = levellingMove();
        }
    }

    private Optional<Move> levellingMove() {
        return copies.keySet().stream()
                .sorted(Comparator.comparingInt(this::load))
                .map(this::bestMoveTo)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Move> bestMoveTo(GroupMember member) {
        int least = load(member) + 2;
        return copies.keySet().stream()
                .filter(other -> load(other) >= least)
                .flatMap(other -> held(other).stream()
                        .filter(shard -> canTake(member, shard))
                        .map(shard -> new Move(shard, other, member)))
                .min(Comparator.comparing(Move::losing)
                        .thenComparing(Move::gaining, Comparator.reverseOrder())
                        .thenComparing(Comparator.comparingInt((Move move) -> load(move.from()))
                                .reversed()));
    }

    private int load(GroupMember member) {
        return held(member).size();
    }

    private Set<Parcel> held(GroupMember member) {
        return Objects.requireNonNull(copies.get(member), "every member has an entry");
    }

    /** One copy that could be at another member. */
    private record Move(Parcel shard, GroupMember from, GroupMember to) {

        Warmth losing() {
            return from.warmth(shard);
        }

        Warmth gaining() {
            return to.warmth(shard);
        }
    }
}
