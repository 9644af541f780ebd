package io.millrace.internal.kafka;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is to hold which parcel, while that is being worked out. Confined to the source worker. */
final class Placement {

    private final Map<Parcel, GroupMember> holders = new LinkedHashMap<>();
    private final Map<GroupMember, Map<String, Set<Parcel>>> held = new HashMap<>();
    private final Map<GroupMember, Integer> loads = new HashMap<>();

    /** Gives {@code parcel} to {@code member}, and takes it from who held it before. */
    void place(Parcel parcel, GroupMember member) {
        GroupMember before = holders.put(parcel, member);
        if (before != null) {
            ofKind(before, parcel.kind()).remove(parcel);
            loads.merge(before, -1, Integer::sum);
        }
        ofKind(member, parcel.kind()).add(parcel);
        loads.merge(member, 1, Integer::sum);
    }

    @Nullable
    GroupMember holder(Parcel parcel) {
        return holders.get(parcel);
    }

    Map<Parcel, GroupMember> holders() {
        return holders;
    }

    /** Returns how many parcels {@code member} holds. */
    int load(GroupMember member) {
        return loads.getOrDefault(member, 0);
    }

    int load(GroupMember member, String kind) {
        return ofKind(member, kind).size();
    }

    List<Parcel> heldBy(GroupMember member) {
        return held.getOrDefault(member, Map.of()).values().stream()
                .flatMap(Set::stream)
                .toList();
    }

    List<Parcel> heldBy(GroupMember member, String kind) {
        return List.copyOf(ofKind(member, kind));
    }

    private Set<Parcel> ofKind(GroupMember member, String kind) {
        return held.computeIfAbsent(member, any -> new LinkedHashMap<>())
                .computeIfAbsent(kind, any -> new LinkedHashSet<>());
    }
}
