package io.millrace.testkit.internal.memory;

import io.millrace.runtime.TimeSource;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final GroupRoster roster = new GroupRoster();
    private Phase phase = Phase.EMPTY;
    private int generation;
    private long deadline;
    private @Nullable GroupMember leader;
    private String protocol = "";

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

    boolean isEmpty() {
        return roster.isEmpty();
    }

    boolean isStable() {
        return phase == Phase.STABLE;
    }

    List<String> memberIds() {
        return roster.all().stream().map(GroupMember::id).toList();
    }

    /** Returns an id for a member that is going to join. */
    String newMemberId(String clientId) {
        return roster.newId(clientId);
    }

    void join(JoinRequest request, MemberLink link, Consumer<JoinAnswer> onAnswer) {
        String memberId = request.memberId();
        if (!roster.fits(request)) {
            onAnswer.accept(JoinAnswer.refused(Errors.INCONSISTENT_GROUP_PROTOCOL));
        } else if (memberId.isEmpty()) {
            add(new GroupMember(roster.newId(request.clientId()), request, link), request, onAnswer);
        } else if (roster.isExpected(memberId)) {
            add(new GroupMember(memberId, request, link), request, onAnswer);
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
        GroupMember member = roster.find(memberId);
        if (error != Errors.NONE || member == null) {
            onAnswer.accept(SyncAnswer.refused(error));
        } else if (phase == Phase.JOINING) {
            onAnswer.accept(SyncAnswer.refused(Errors.REBALANCE_IN_PROGRESS));
        } else if (phase == Phase.STABLE) {
            onAnswer.accept(new SyncAnswer(Errors.NONE, member.assignment()));
        } else {
            member.sync(onAnswer);
            if (member == leader) {
                roster.all().forEach(each -> each.assign(assignments.get(each.id())));
                phase = Phase.STABLE;
                roster.all().forEach(each -> each.synced(new SyncAnswer(Errors.NONE, each.assignment()), now()));
            }
        }
    }

    /** Returns what a heartbeat is answered. */
    Errors heartbeat(String memberId, Optional<String> instanceId, int memberGeneration) {
        Errors error = check(memberId, instanceId, memberGeneration);
        return error == Errors.NONE && phase == Phase.JOINING ? Errors.REBALANCE_IN_PROGRESS : error;
    }

    void leave(String memberId) {
        GroupMember member = roster.find(memberId);
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
        Errors error = nobody ? Errors.UNKNOWN_MEMBER_ID : checkOfCommit(memberId, instanceId, memberGeneration);
        return error == Errors.NONE && phase == Phase.ASSIGNING ? Errors.REBALANCE_IN_PROGRESS : error;
    }

    /** Returns whether a transaction may commit offsets. */
    Errors mayCommitInTransaction(String memberId, Optional<String> instanceId, int memberGeneration) {
        boolean nobody = memberGeneration < 0 && memberId.isEmpty() && instanceId.isEmpty();
        return nobody ? Errors.NONE : checkOfCommit(memberId, instanceId, memberGeneration);
    }

    /** Begins anew, without offsets; nobody may be a member. */
    void forget() {
        offsets.clear();
        generation = 0;
    }

    /** Removes members that are missed, and ends phases that take too long. */
    void expire(long now) {
        if (roster.isEmpty()) {
            return;
        }
        for (GroupMember member : roster.copy()) {
            member.link().checkPolls(now);
            if (member.isMissed(now) && roster.contains(member)) {
                remove(member);
            }
        }
        if (phase == Phase.JOINING && now - deadline >= 0) {
            endJoining();
        } else if (phase == Phase.ASSIGNING && now - deadline >= 0) {
            roster.copy().stream().filter(member -> !member.isSyncing()).forEach(this::drop);
            beginJoining();
        }
    }

    private void add(GroupMember member, JoinRequest request, Consumer<JoinAnswer> onAnswer) {
        GroupMember replaced = roster.add(member);
        if (replaced == null) {
            joinNextRound(member, request, onAnswer);
            return;
        }
        replaced.joined(JoinAnswer.refused(Errors.FENCED_INSTANCE_ID), now());
        replaced.synced(SyncAnswer.refused(Errors.FENCED_INSTANCE_ID), now());
        replaced.link().expectHeartbeat();
        member.assign(replaced.assignment());
        leader = leader == replaced ? member : leader;
        if (phase == Phase.STABLE && replaced.isSame(request)) {
            onAnswer.accept(new JoinAnswer(Errors.NONE, generation, member.id(), protocol, false, Map.of()));
        } else {
            joinNextRound(member, request, onAnswer);
        }
    }

    private void rejoin(JoinRequest request, Consumer<JoinAnswer> onAnswer) {
        Errors error = roster.check(request.memberId(), request.instanceId());
        GroupMember member = roster.find(request.memberId());
        if (error != Errors.NONE || member == null) {
            onAnswer.accept(JoinAnswer.refused(error));
        } else if (phase == Phase.JOINING || !member.isSame(request) || phase == Phase.STABLE && member == leader) {
            joinNextRound(member, request, onAnswer);
        } else {
            onAnswer.accept(answerTo(member));
        }
    }

    private void joinNextRound(GroupMember member, JoinRequest request, Consumer<JoinAnswer> onAnswer) {
        member.join(request, onAnswer);
        if (phase == Phase.JOINING) {
            endJoiningIfComplete();
        } else {
            beginJoining();
        }
    }

    private void beginJoining() {
        roster.all().forEach(each -> each.synced(SyncAnswer.refused(Errors.REBALANCE_IN_PROGRESS), now()));
        phase = Phase.JOINING;
        deadline = now() + roster.longestRebalance();
        roster.all().stream().filter(each -> !each.isJoining()).forEach(each -> each.link()
                .expectHeartbeat());
        endJoiningIfComplete();
    }

    private void endJoiningIfComplete() {
        if (roster.all().stream().allMatch(GroupMember::isJoining)) {
            endJoining();
        }
    }

    private void endJoining() {
        roster.copy().stream().filter(member -> !member.isJoining()).forEach(this::drop);
        generation++;
        if (roster.isEmpty()) {
            phase = Phase.EMPTY;
            leader = null;
            return;
        }
        phase = Phase.ASSIGNING;
        deadline = now() + roster.longestRebalance();
        if (leader == null || !roster.contains(leader)) {
            leader = roster.all().iterator().next();
        }
        protocol = roster.commonProtocol();
        roster.all().forEach(member -> member.joined(answerTo(member), now()));
    }

    private JoinAnswer answerTo(GroupMember member) {
        Map<String, JoinAnswer.Subscribed> subscriptions = new LinkedHashMap<>();
        if (member == leader) {
            roster.all().forEach(each -> subscriptions.put(each.id(), each.subscribed(protocol)));
        }
        return new JoinAnswer(Errors.NONE, generation, member.id(), protocol, member == leader, subscriptions);
    }

    private void remove(GroupMember member) {
        drop(member);
        if (phase == Phase.JOINING) {
            endJoiningIfComplete();
        } else {
            beginJoining();
        }
    }

    private void drop(GroupMember member) {
        roster.remove(member);
        member.link().expectHeartbeat();
    }

    private Errors check(String memberId, Optional<String> instanceId, int memberGeneration) {
        Errors error = roster.check(memberId, instanceId);
        return error == Errors.NONE && memberGeneration != generation ? Errors.ILLEGAL_GENERATION : error;
    }

    /** Kafka has nobody to know in a group that there never was. */
    private Errors checkOfCommit(String memberId, Optional<String> instanceId, int memberGeneration) {
        return generation == 0 ? Errors.ILLEGAL_GENERATION : check(memberId, instanceId, memberGeneration);
    }

    private long now() {
        return time.nanoTime();
    }
}
