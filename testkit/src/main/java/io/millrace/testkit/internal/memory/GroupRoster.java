package io.millrace.testkit.internal.memory;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The members of a group, and who may speak for them. Confined to the test's thread. */
final class GroupRoster {

    private final Map<String, GroupMember> members = new LinkedHashMap<>();
    private final Map<String, String> staticMembers = new HashMap<>();
    private final Set<String> expected = new HashSet<>();
    private long membersMade;

    /** Returns an id for a member that is going to join. Ids do not sort by age, but are the same in each run. */
    String newId(String clientId) {
        long number = ++membersMade * 0x9E3779B97F4A7C15L;
        String memberId = "%s-%016x".formatted(clientId, number ^ number >>> 29);
        expected.add(memberId);
        return memberId;
    }

    /** Returns whether {@code memberId} was given out and has not joined yet. */
    boolean isExpected(String memberId) {
        return expected.contains(memberId);
    }

    /** Adds a member; returns the one of the same instance id that it replaces. */
    @Nullable
    GroupMember add(GroupMember member) {
        expected.remove(member.id());
        String replaced = member.instanceId()
                .map(instance -> staticMembers.put(instance, member.id()))
                .orElse(null);
        GroupMember before = replaced == null ? null : members.remove(replaced);
        members.put(member.id(), member);
        return before;
    }

    void remove(GroupMember member) {
        members.remove(member.id());
        member.instanceId().ifPresent(instance -> staticMembers.remove(instance, member.id()));
    }

    @Nullable
    GroupMember find(String memberId) {
        return members.get(memberId);
    }

    boolean contains(GroupMember member) {
        return members.get(member.id()) == member;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Returns all members, those first that have joined first. */
    Collection<GroupMember> all() {
        return members.values();
    }

    /** Returns all members as they are now, whatever becomes of them meanwhile. */
    List<GroupMember> copy() {
        return List.copyOf(members.values());
    }

    /** Returns whether one may speak for {@code memberId}. */
    Errors check(String memberId, Optional<String> instanceId) {
        String known = instanceId.map(staticMembers::get).orElse(null);
        if (known != null && !known.equals(memberId)) {
            return Errors.FENCED_INSTANCE_ID;
        }
        return members.containsKey(memberId) ? Errors.NONE : Errors.UNKNOWN_MEMBER_ID;
    }

    /** Returns whether the one that asks to join has an assignor in common with all others. */
    boolean fits(JoinRequest request) {
        return members.isEmpty()
                || request.protocols().keySet().stream().anyMatch(name -> members.values().stream()
                        .filter(member -> !member.id().equals(request.memberId()))
                        .allMatch(member -> member.supports(name)));
    }

    /** Returns the assignor that all members have, which the first of them prefers. */
    String commonProtocol() {
        return members.values().iterator().next().request().protocols().keySet().stream()
                .filter(name -> members.values().stream().allMatch(member -> member.supports(name)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("Members %s have no common assignor".formatted(members.keySet())));
    }

    long longestRebalance() {
        return members.values().stream()
                .mapToLong(member -> member.request().rebalanceTimeout())
                .max()
                .orElse(0);
    }
}
