package io.millrace.testkit.internal.memory;

import io.millrace.testkit.internal.memory.MemberState.Phase;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * A consumer's side of the classic group protocol: it joins, fetches its assignment, and does so again when a heartbeat says that
 * the group rebalances; as Kafka's own {@code AbstractCoordinator}. All answers of the group are deliveries.
 *
 * <p>Confined to the test's thread.
 */
final class GroupMembership implements MemberLink {

    private final Connection connection;
    private final ConsumerGroup group;
    private final Rebalancing rebalancing;
    private final JoinRequest template;
    private final MemberState state = new MemberState();
    private final CommitRefusals refusals = new CommitRefusals(state);
    private final Channel answers;
    private final Channel heartbeats;
    private boolean heartbeatExpected;
    private @Nullable JoinAttempt attempt;
    private @Nullable RuntimeException fatal;
    private long lastPoll;
    /** Whether it has left without a word to the group. */
    private boolean gone;

    private long goneSince;

    /** {@code template} is a request to join, without a member's id and protocols. */
    GroupMembership(Connection connection, ConsumerGroup group, Rebalancing rebalancing, JoinRequest template) {
        this.connection = connection;
        this.group = group;
        this.rebalancing = rebalancing;
        this.template = template;
        this.answers = connection.channel("group %s answers %s".formatted(group.id(), template.clientId()));
        this.heartbeats = connection.channel("heartbeat of %s to %s".formatted(template.clientId(), group.id()));
        this.lastPoll = connection.now();
    }

    @Override
    public boolean isBeating() {
        return !gone && connection.instance().isRunning();
    }

    @Override
    public long silentSince() {
        return gone ? goneSince : connection.instance().silentSince();
    }

    ConsumerGroup group() {
        return group;
    }

    MemberState state() {
        return state;
    }

    CommitRefusals refusals() {
        return refusals;
    }

    Optional<String> instanceId() {
        return template.instanceId();
    }

    /** Goes on with joining, if that is needed, as far as answers are there; returns whether nothing of it is left. */
    boolean poll() {
        lastPoll = connection.now();
        throwIfFatal();
        if (rebalancing.haveTopicsChanged() || attempt == null && rebalancing.hasSubscriptionChanged()) {
            state.requestRejoin();
        }
        while (state.isRejoinNeeded() || attempt != null) {
            if (state.takePrepareNeeded()) {
                rebalancing.prepare(state.isMember());
            }
            JoinAttempt current = attempt == null ? begin() : attempt;
            goOn(current);
            RuntimeException failure = current.failure();
            ByteBuffer assignment = current.assignment();
            if (failure != null) {
                end(failure);
            } else if (assignment != null) {
                take(current, assignment);
            } else {
                return false;
            }
        }
        return true;
    }

    /** Leaves the group; without a word to it, if the consumer is a static member or {@code options} say so. */
    void leave(CloseOptions options) {
        rebalancing.leave(state.isMember());
        if (options.groupMembershipOperation() == CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP) {
            fallSilent();
        } else {
            leaveGroup();
        }
        attempt = null;
    }

    @Override
    public void expectHeartbeat() {
        if (!state.is(Phase.UNJOINED) && !heartbeatExpected && !connection.isCutOff()) {
            heartbeatExpected = true;
            heartbeats.add(this::heartbeat);
        }
    }

    /** The heartbeat of a consumer that is not polled for too long ends its membership. */
    @Override
    public void checkPolls(long now) {
        boolean beating = state.is(Phase.STABLE) || state.is(Phase.SYNCING);
        if (beating && isBeating() && now - lastPoll > template.rebalanceTimeout()) {
            leaveGroup();
            JoinAttempt pending = attempt;
            if (pending != null) {
                loseAnswer(pending); // the group has nobody any more whom it could answer
            }
        }
    }

    private void heartbeat() {
        heartbeatExpected = false;
        if (state.is(Phase.UNJOINED) || state.is(Phase.JOINING)) {
            return;
        }
        Errors error = group.heartbeat(state.memberId(), instanceId(), state.generation());
        if (error == Errors.REBALANCE_IN_PROGRESS) {
            if (state.is(Phase.STABLE)) {
                state.requestRejoin();
            }
        } else if (error != Errors.NONE) {
            reset(error);
            if (error == Errors.FENCED_INSTANCE_ID) {
                fatal = error.exception();
            }
        }
    }

    private JoinAttempt begin() {
        boolean unknown = state.memberId().isEmpty() && instanceId().isEmpty();
        // Kafka gives an id to those who ask to join without one, and has them ask again.
        state.joining(unknown ? group.newMemberId(template.clientId()) : state.memberId());
        JoinAttempt begun = new JoinAttempt(state);
        attempt = begun;
        gone = false;
        JoinRequest request = template.of(state.memberId(), rebalancing.subscriptions(state.generation()));
        Runnable send = () -> group.join(request, this, answer -> answers.add(() -> begun.answer(answer)));
        switch (connection.request(Disturbance.Kind.JOIN_GROUP, group.id())) {
            case NONE, LATE_ANSWER -> send.run();
            case DELAYED -> answers.add(send);
            case LOST_ANSWER -> {
                group.join(request, this, answer -> {});
                loseAnswer(begun);
            }
            case LOST_REQUEST, REFUSED -> loseAnswer(begun);
        }
        return begun;
    }

    private void goOn(JoinAttempt current) {
        JoinAnswer joined = current.takeJoined();
        if (joined != null) {
            join(current, joined);
        }
        SyncAnswer synced = current.takeSynced();
        if (synced != null) {
            sync(current, synced);
        }
    }

    private void join(JoinAttempt current, JoinAnswer answer) {
        if (answer.error() != Errors.NONE) {
            refused(current, answer.error(), current.isOf(state));
            return;
        }
        if (!state.is(Phase.JOINING)) {
            current.fail(Errors.REBALANCE_IN_PROGRESS.exception());
            return;
        }
        state.joined(answer.generation(), answer.memberId());
        current.choose(answer.protocol());
        try {
            sendSync(current, answer.leader() ? rebalancing.assign(answer.protocol(), answer.members()) : Map.of());
        } catch (RuntimeException e) {
            current.fail(e);
        }
    }

    private void sendSync(JoinAttempt current, Map<String, ByteBuffer> assignments) {
        String sender = state.memberId();
        int generation = state.generation();
        Runnable send = () -> group.sync(
                sender, instanceId(), generation, assignments, answer -> answers.add(() -> current.answer(answer)));
        switch (connection.request(Disturbance.Kind.SYNC_GROUP, group.id())) {
            case NONE, LATE_ANSWER -> send.run();
            case DELAYED -> answers.add(send);
            case LOST_ANSWER -> {
                group.sync(sender, instanceId(), generation, assignments, answer -> {});
                loseAnswer(current);
            }
            case LOST_REQUEST, REFUSED -> loseAnswer(current);
        }
    }

    private void loseAnswer(JoinAttempt current) {
        if (!connection.isCutOff()) {
            answers.add(() -> current.fail(Errors.COORDINATOR_NOT_AVAILABLE.exception()));
        }
    }

    private void sync(JoinAttempt current, SyncAnswer answer) {
        ByteBuffer assignment = answer.assignment();
        if (answer.error() != Errors.NONE || assignment == null) {
            refused(current, answer.error(), state.is(Phase.SYNCING));
        } else if (!state.is(Phase.SYNCING)) {
            current.fail(Errors.ILLEGAL_GENERATION.exception());
        } else {
            state.synced();
            current.succeed(assignment);
            if (group.heartbeat(state.memberId(), instanceId(), state.generation()) != Errors.NONE) {
                expectHeartbeat(); // the last one may have come too early to be heeded
            }
        }
    }

    private void refused(JoinAttempt current, Errors error, boolean unchanged) {
        if (unchanged && (error == Errors.UNKNOWN_MEMBER_ID || error == Errors.ILLEGAL_GENERATION)) {
            reset(error);
        }
        current.fail(error.exception());
    }

    private void take(JoinAttempt current, ByteBuffer assignment) {
        if (state.is(Phase.STABLE)) {
            rebalancing.complete(
                    current.protocol(), state.generation(), state.memberId(), assignment, state::requestRejoin);
            state.completed();
        } else {
            state.reset();
        }
        attempt = null;
    }

    /** Gives up the attempt that failed; another one follows if that may help. */
    private void end(RuntimeException failure) {
        attempt = null;
        state.requestRejoin();
        boolean passing = failure instanceof UnknownMemberIdException
                || failure instanceof IllegalGenerationException
                || failure instanceof RebalanceInProgressException
                || failure instanceof RetriableException;
        if (!passing) {
            throw failure;
        }
    }

    private void leaveGroup() {
        String leaving = state.memberId();
        boolean isMember = !state.is(Phase.UNJOINED) && !leaving.isEmpty();
        fallSilent();
        if (isMember && instanceId().isEmpty() && !connection.isCutOff()) {
            group.leave(leaving);
        }
    }

    private void fallSilent() {
        state.reset();
        gone = true;
        goneSince = connection.now();
    }

    private void reset(Errors error) {
        if (error == Errors.ILLEGAL_GENERATION) {
            state.resetGeneration();
        } else {
            state.reset();
        }
    }

    private void throwIfFatal() {
        RuntimeException failed = fatal;
        if (failed != null) {
            fatal = null;
            throw failed;
        }
    }
}
