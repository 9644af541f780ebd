package io.millrace.internal.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Works out which member of the consumer group is to hold which parcel: as even as can be, with as few parcels as can be in
 * other hands than before, and where there is a choice with one that has their state already.
 *
 * <p>Everybody keeps what they own. What nobody owns goes to those who hold a copy, then to those who hold part of one, then to
 * those who have least. Then parcels
 * move from those who have more to those who have less, until all members have equally many but for one, and equally many of
 * each kind but for one. A step makes the sum of the squares of these numbers smaller, so the steps come to an end.
 *
 * <p>Confined to the source worker.
 */
final class Balancer {

    private final List<Parcel> parcels;
    private final List<String> kinds;
    private final List<GroupMember> members;
    private final Map<Parcel, GroupMember> owners = new HashMap<>();
    private final Placement placement = new Placement();

    private Balancer(List<Parcel> parcels, Collection<GroupMember> members, Claims claims) {
        this.parcels = parcels;
        this.kinds = parcels.stream().map(Parcel::kind).distinct().toList();
        this.members = members.stream().sorted().toList();
        for (Parcel parcel : parcels) {
            claims.owner(parcel).ifPresent(owner -> owners.put(parcel, owner));
        }
    }

    /** Returns who is to hold what. A parcel whose topics no member reads all is left out. */
    static Map<Parcel, GroupMember> balance(List<Parcel> parcels, Collection<GroupMember> members, Claims claims) {
        Balancer balancer = new Balancer(parcels, members, claims);
        balancer.keepOwned();
        balancer.giveTo(Warmth.WARM);
        balancer.giveTo(Warmth.PARTLY);
        balancer.giveToIdle();
        balancer.levelLoads();
        balancer.levelKinds();
        return balancer.placement.holders();
    }

    private void keepOwned() {
        for (Parcel parcel : parcels) {
            GroupMember owner = owners.get(parcel);
            if (owner != null && owner.canTake(parcel)) {
                placement.place(parcel, owner);
            }
        }
    }

    private void giveTo(Warmth warmth) {
        int most = (parcels.size() + members.size() - 1) / members.size();
        for (Parcel parcel : withoutHolder()) {
            takers(parcel)
                    .filter(member -> member.warmth(parcel) == warmth && placement.load(member) < most)
                    .min(leastLoaded(parcel))
                    .ifPresent(member -> placement.place(parcel, member));
        }
    }

    private void giveToIdle() {
        for (Parcel parcel : withoutHolder()) {
            takers(parcel).min(leastLoaded(parcel)).ifPresent(member -> placement.place(parcel, member));
        }
    }

    private List<Parcel> withoutHolder() {
        return parcels.stream()
                .filter(parcel -> placement.holder(parcel) == null)
                .toList();
    }

    private Stream<GroupMember> takers(Parcel parcel) {
        return members.stream().filter(member -> member.canTake(parcel));
    }

    private Comparator<GroupMember> leastLoaded(Parcel parcel) {
        return Comparator.comparingInt((GroupMember member) -> placement.load(member))
                .thenComparingInt(member -> placement.load(member, parcel.kind()))
                .thenComparing(Comparator.naturalOrder());
    }

    private void levelLoads() {
        Optional<Move> move = levellingMove();
        while (move.isPresent()) {
            move.get().make();
            move = levellingMove();
        }
    }

    private Optional<Move> levellingMove() {
        return members.stream()
                .sorted(Comparator.comparingInt(placement::load))
                .map(this::bestMoveTo)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Move> bestMoveTo(GroupMember member) {
        int least = placement.load(member) + 2;
        return members.stream()
                .filter(other -> placement.load(other) >= least)
                .flatMap(other -> moves(placement.heldBy(other), other, member))
                .min(Comparator.comparingInt(Move::disturbs)
                        .thenComparing(Comparator.comparingInt((Move move) -> placement.load(move.from()))
                                .reversed())
                        .thenComparing(Move::unlevelsKind)
                        .thenComparing(Move::warmth, Comparator.reverseOrder())
                        .thenComparing(Comparator.comparingInt(Move::kindExcess).reversed()));
    }

    private void levelKinds() {
        Optional<Exchange> exchange = levellingExchange();
        while (exchange.isPresent()) {
            exchange.get().moves().forEach(Move::make);
            exchange = levellingExchange();
        }
    }

    private Optional<Exchange> levellingExchange() {
        List<Exchange> found = new ArrayList<>();
        for (String kind : kinds) {
            for (GroupMember from : members) {
                for (GroupMember to : members) {
                    if (placement.load(from, kind) >= placement.load(to, kind) + 2) {
                        exchange(kind, from, to).ifPresent(found::add);
                    }
                }
            }
        }
        return found.stream().min(Comparator.comparingInt(Exchange::disturbs));
    }

    /** Returns how one of {@code kind} goes from one member to the other, and another kind back unless that one has less anyway. */
    private Optional<Exchange> exchange(String kind, GroupMember from, GroupMember to) {
        Optional<Move> there = best(moves(placement.heldBy(from, kind), from, to));
        if (placement.load(from) > placement.load(to)) {
            return there.map(move -> new Exchange(List.of(move)));
        }
        Optional<Move> back = best(kinds.stream()
                .filter(other -> placement.load(to, other) > placement.load(from, other))
                .flatMap(other -> moves(placement.heldBy(to, other), to, from)));
        return there.flatMap(move -> back.map(other -> new Exchange(List.of(move, other))));
    }

    private static Optional<Move> best(Stream<Move> moves) {
        return moves.min(
                Comparator.comparingInt(Move::disturbs).thenComparing(Move::warmth, Comparator.reverseOrder()));
    }

    private Stream<Move> moves(List<Parcel> from, GroupMember giver, GroupMember taker) {
        return from.stream().filter(taker::canTake).map(parcel -> new Move(parcel, giver, taker));
    }

    /** Moves that belong together. */
    private record Exchange(List<Move> moves) {

        int disturbs() {
            return moves.stream().mapToInt(Move::disturbs).sum();
        }
    }

    /** One parcel that could go from one member to another. */
    private final class Move {

        private final Parcel parcel;
        private final GroupMember from;
        private final GroupMember to;

        Move(Parcel parcel, GroupMember from, GroupMember to) {
            this.parcel = parcel;
            this.from = from;
            this.to = to;
        }

        GroupMember from() {
            return from;
        }

        void make() {
            placement.place(parcel, to);
        }

        /** Returns how many owners more lose a parcel by it; less than none if an owner gets it back. */
        int disturbs() {
            GroupMember owner = owners.get(parcel);
            return owner == from ? 1 : owner == to ? -1 : 0;
        }

        Warmth warmth() {
            return to.warmth(parcel);
        }

        boolean unlevelsKind() {
            return kindExcess() <= 0;
        }

        int kindExcess() {
            return placement.load(from, parcel.kind()) - placement.load(to, parcel.kind());
        }
    }
}
