package io.millrace.testkit.internal.memory;

import io.millrace.runtime.TimeSource;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of one group of Kafka's classic protocol: has all members join, the leader assign, and all members fetch their
 * assignments, again and again. It answers by callbacks, some of them long after they were asked.
 *
 * <p>Confined to the test's thread.
 */
final class ConsumerGroup {

    private final String id;
    private final TimeSource time;
    private final OffsetTable offsets = new OffsetTable();
    private final Map<String, GroupMember> members = new LinkedHashMap<>();
    private final Map<String, String> staticMembers = new HashMap<>();
    private final Set<String> expected = new HashSet<>();
    private Phase phase = Phase.EMPTY;
    private int generation;
    private long deadline;
    private @Nullable String leader;
    private String protocol = "";
    private long membersMade;

    private enum Phase {
        /** Nobody is there. */
        EMPTY,
        /** Waits for all members to join. */
        JOINING,
        /** Waits for the leader's assignment. */
        ASSIGNING,
        STABLE
    }

    ConsumerGroup(String id, TimeSource time) {
        this.id = id;
        this.time = time;
    }

    String id() {
        return id;
    }

    OffsetTable offsets() {
        return offsets;
    }

    int generation() {
        return generation;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    boolean isStable() {
        return phase == Phase.STABLE;
    }

    List<String> memberIds() {
        return List.copyOf(members.keySet());
    }

    /** Returns an id for a member that is going to join. Ids do not sort by age, but are the same in each run. */
    String newMemberId(String clientId) {
        long number = ++membersMade * 0x9E3779B97F4A7C15L;
        String memberId = "%s-%016x".formatted(clientId, number ^ number >>> 29);
        expected.add(memberId);
        return memberId;
    }

    void join(JoinRequest request, MemberLink link, Consumer<JoinAnswer> onAnswer) {
        if (!fits(request)) {
            onAnswer.accept(JoinAnswer.refused(Errors.INCONSISTENT_GROUP_PROTOCOL));
            return;
        }
        String known = request.instanceId().map(staticMembers::get).orElse(null);
        if (request.memberId().isEmpty()) {
            add(newMemberId(request.clientId()), request, link, onAnswer, known);
        } else if (expected.contains(request.memberId())) {
            add(request.memberId(), request, link, onAnswer, null);
        } else if (known != null && !known.equals(request.memberId())) {
            onAnswer.accept(JoinAnswer.refused(Errors.FENCED_INSTANCE_ID));
        } else {
            rejoin(request, onAnswer);
        }
    }

    /** Takes the leader's {@code assignments}, which are empty for others, and answers with the member's own. */
    void sync(
            String memberId,
            Optional<String> instanceId,
            int memberGeneration,
            Map<String, ByteBuffer> assignments,
            Consumer<SyncAnswer> onAnswer) {
        Errors error = check(memberId, instanceId, memberGeneration);
        GroupMember member = members.get(memberId);
        if (error != Errors.NONE || member == null) {
            onAnswer.accept(SyncAnswer.refused(error));
        } else if (phase == Phase.JOINING) {
            onAnswer.accept(SyncAnswer.refused(Errors.REBALANCE_IN_PROGRESS));
        } else if (phase == Phase.STABLE) {
            onAnswer.accept(new SyncAnswer(Errors.NONE, member.assignment()));
        } else {
            member.sync(onAnswer);
            if (memberId.equals(leader)) {
                members.values().forEach(each -> each.assign(assignments.get(each.id())));
                phase = Phase.STABLE;
                answerSyncs();
            }
        }
    }

    /** Returns what a heartbeat is answered. */
    Errors heartbeat(String memberId, Optional<String> instanceId, int memberGeneration) {
        Errors error = check(memberId, instanceId, memberGeneration);
        return error == Errors.NONE && phase == Phase.JOINING ? Errors.REBALANCE_IN_PROGRESS : error;
    }

    void leave(String memberId) {
        GroupMember member = members.get(memberId);
        if (member != null) {
            remove(member);
        }
    }

    /** Returns whether offsets may be committed that do not belong to a transaction. */
    Errors mayCommit(String memberId, Optional<String> instanceId, int memberGeneration) {
        if (memberGeneration < 0 && phase == Phase.EMPTY) {
            return Errors.NONE;
        }
        boolean nobody = memberGeneration < 0 && memberId.isEmpty() && instanceId.isEmpty();
        Errors error = nobody ? Errors.UNKNOWN_MEMBER_ID : checkForCommit(memberId, instanceId, memberGeneration);
        return error == Errors.NONE && phase == Phase.ASSIGNING ? Errors.REBALANCE_IN_PROGRESS : error;
    }

    /** Returns whether a transaction may commit offsets. */
    Errors mayCommitInTransaction(String memberId, Optional<String> instanceId, int memberGeneration) {
        boolean nobody = memberGeneration < 0 && memberId.isEmpty() && instanceId.isEmpty();
        return nobody ? Errors.NONE : checkForCommit(memberId, instanceId, memberGeneration);
    }

    /** Begins anew, without offsets; nobody may be a member. */
    void forget() {
        offsets.clear();
        generation = 0;
    }

    /** Removes members that are missed, and ends phases that take too long. */
    void expire(long now) {
        if (members.isEmpty()) {
            return;
        }
        for (GroupMember member : List.copyOf(members.values())) {
            member.link().checkPolls(now);
            if (member.isMissed(now) && members.containsValue(member)) {
                remove(member);
            }
        }
        if (phase == Phase.JOINING && now - deadline >= 0) {
            endJoining();
        } else if (phase == Phase.ASSIGNING && now - deadline >= 0) {
            List.copyOf(members.values()).stream()
                    .filter(member -> !member.isSyncing())
                    .forEach(this::forget);
            beginJoining();
        }
    }

    private void add(
            String memberId,
            JoinRequest request,
            MemberLink link,
            Consumer<JoinAnswer> onAnswer,
            @Nullable String replacedId) {
        expected.remove(memberId);
        GroupMember member = new GroupMember(memberId, request, link);
        request.instanceId().ifPresent(instance -> staticMembers.put(instance, memberId));
        GroupMember replaced = replacedId == null ? null : members.remove(replacedId);
        members.put(memberId, member);
        if (replaced == null) {
            joinNextRound(member, request, onAnswer);
            return;
        }
        replaced.joined(JoinAnswer.refused(Errors.FENCED_INSTANCE_ID), time.nanoTime());
        replaced.synced(SyncAnswer.refused(Errors.FENCED_INSTANCE_ID), time.nanoTime());
        replaced.link().expectHeartbeat();
        member.assign(replaced.assignment());
        if (replaced.id().equals(leader)) {
            leader = memberId;
        }
        if (phase == Phase.STABLE && replaced.isSame(request)) {
            onAnswer.accept(new JoinAnswer(Errors.NONE, generation, memberId, protocol, false, Map.of()));
        } else {
            joinNextRound(member, request, onAnswer);
        }
    }

    private void rejoin(JoinRequest request, Consumer<JoinAnswer> onAnswer) {
        GroupMember member = members.get(request.memberId());
        if (member == null) {
            onAnswer.accept(JoinAnswer.refused(Errors.UNKNOWN_MEMBER_ID));
            return;
        }
        boolean same = member.isSame(request);
        boolean asked = phase == Phase.JOINING
                || !same
                || phase == Phase.STABLE && member.id().equals(leader);
        if (asked) {
            joinNextRound(member, request, onAnswer);
        } else {
            onAnswer.accept(answerFor(member));
        }
    }

    private void joinNextRound(GroupMember member, JoinRequest request, Consumer<JoinAnswer> onAnswer) {
        member.join(request, onAnswer);
        if (phase != Phase.JOINING) {
            beginJoining();
        } else {
            endJoiningIfComplete();
        }
    }

    private void beginJoining() {
        if (phase == Phase.ASSIGNING) {
            members.values()
                    .forEach(each -> each.synced(SyncAnswer.refused(Errors.REBALANCE_IN_PROGRESS), time.nanoTime()));
        }
        phase = Phase.JOINING;
        deadline = time.nanoTime() + longestRebalance();
        members.values().stream().filter(each -> !each.isJoining()).forEach(each -> each.link()
                .expectHeartbeat());
        endJoiningIfComplete();
    }

    private void endJoiningIfComplete() {
        if (members.values().stream().allMatch(GroupMember::isJoining)) {
            endJoining();
        }
    }

    private void endJoining() {
        List.copyOf(members.values()).stream()
                .filter(member -> !member.isJoining())
                .forEach(this::forget);
        generation++;
        if (members.isEmpty()) {
            phase = Phase.EMPTY;
            leader = null;
            return;
        }
        phase = Phase.ASSIGNING;
        deadline = time.nanoTime() + longestRebalance();
        if (leader == null || !members.containsKey(leader)) {
            leader = members.keySet().iterator().next();
        }
        protocol = commonProtocol();
        for (GroupMember member : List.copyOf(members.values())) {
            member.joined(answerFor(member), time.nanoTime());
        }
    }

    private JoinAnswer answerFor(GroupMember member) {
        boolean leads = member.id().equals(leader);
        Map<String, JoinAnswer.Subscribed> subscriptions = new LinkedHashMap<>();
        if (leads) {
            members.forEach((memberId, each) -> subscriptions.put(
                    memberId,
                    new JoinAnswer.Subscribed(
                            Objects.requireNonNull(each.request().protocols().get(protocol))
                                    .duplicate(),
                            each.instanceId())));
        }
        return new JoinAnswer(Errors.NONE, generation, member.id(), protocol, leads, subscriptions);
    }

    private void answerSyncs() {
        for (GroupMember member : List.copyOf(members.values())) {
            if (member.isSyncing()) {
                member.synced(new SyncAnswer(Errors.NONE, member.assignment()), time.nanoTime());
            }
        }
    }

    private void remove(GroupMember member) {
        forget(member);
        if (phase == Phase.JOINING) {
            endJoiningIfComplete();
        } else {
            beginJoining();
        }
    }

    private void forget(GroupMember member) {
        members.remove(member.id());
        member.instanceId().ifPresent(instance -> staticMembers.remove(instance, member.id()));
        member.link().expectHeartbeat();
    }

    private Errors check(String memberId, Optional<String> instanceId, int memberGeneration) {
        String known = instanceId.map(staticMembers::get).orElse(null);
        if (known != null && !known.equals(memberId)) {
            return Errors.FENCED_INSTANCE_ID;
        }
        if (!members.containsKey(memberId)) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        return memberGeneration == generation ? Errors.NONE : Errors.ILLEGAL_GENERATION;
    }

    /** Kafka has nobody to know in a group that it has forgotten. */
    private Errors checkForCommit(String memberId, Optional<String> instanceId, int memberGeneration) {
        return generation == 0 ? Errors.ILLEGAL_GENERATION : check(memberId, instanceId, memberGeneration);
    }

    private boolean fits(JoinRequest request) {
        return members.isEmpty()
                || request.protocols().keySet().stream().anyMatch(name -> members.values().stream()
                        .filter(member -> !member.id().equals(request.memberId()))
                        .allMatch(member -> member.request().protocols().containsKey(name)));
    }

    private String commonProtocol() {
        GroupMember first = members.values().iterator().next();
        return first.request().protocols().keySet().stream()
                .filter(name -> members.values().stream()
                        .allMatch(member -> member.request().protocols().containsKey(name)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Group '%s' has no common assignor".formatted(id)));
    }

    private long longestRebalance() {
        return members.values().stream()
                .mapToLong(member -> member.request().rebalanceTimeout())
                .max()
                .orElse(0);
    }
}
