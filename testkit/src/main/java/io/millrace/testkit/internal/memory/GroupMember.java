package io.millrace.testkit.internal.memory;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A member as its group knows it. Confined to the test's thread. */
final class GroupMember {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final String id;
    private final MemberLink link;
    private JoinRequest request;
    private long heardAt;
    private ByteBuffer assignment = NOTHING;
    private @Nullable Consumer<JoinAnswer> joining;
    private @Nullable Consumer<SyncAnswer> syncing;

    GroupMember(String id, JoinRequest request, MemberLink link) {
        this.id = id;
        this.request = request;
        this.link = link;
    }

    String id() {
        return id;
    }

    MemberLink link() {
        return link;
    }

    JoinRequest request() {
        return request;
    }

    Optional<String> instanceId() {
        return request.instanceId();
    }

    boolean isSame(JoinRequest other) {
        return request.protocols().equals(other.protocols());
    }

    boolean supports(String protocol) {
        return request.protocols().containsKey(protocol);
    }

    /** Returns what it has joined with for the assignor named {@code protocol}, which it has. */
    JoinAnswer.Subscribed subscribed(String protocol) {
        ByteBuffer subscription = Objects.requireNonNull(request.protocols().get(protocol), "a common assignor");
        return new JoinAnswer.Subscribed(subscription.duplicate(), instanceId());
    }

    ByteBuffer assignment() {
        return assignment.duplicate();
    }

    void assign(@Nullable ByteBuffer newAssignment) {
        assignment = newAssignment == null ? NOTHING : newAssignment;
    }

    void join(JoinRequest newRequest, Consumer<JoinAnswer> onAnswer) {
        request = newRequest;
        joining = onAnswer;
    }

    boolean isJoining() {
        return joining != null;
    }

    void joined(JoinAnswer answer, long now) {
        Consumer<JoinAnswer> waiting = joining;
        joining = null;
        heardAt = now;
        if (waiting != null) {
            waiting.accept(answer);
        }
    }

    void sync(Consumer<SyncAnswer> onAnswer) {
        syncing = onAnswer;
    }

    boolean isSyncing() {
        return syncing != null;
    }

    void synced(SyncAnswer answer, long now) {
        Consumer<SyncAnswer> waiting = syncing;
        syncing = null;
        heardAt = now;
        if (waiting != null) {
            waiting.accept(answer);
        }
    }

    /** Returns whether nothing has been heard of it for so long that it counts as dead. */
    boolean isMissed(long now) {
        if (link.isBeating() || isJoining() || isSyncing()) {
            return false;
        }
        long silentSince = Math.max(link.silentSince() - now, heardAt - now);
        return -silentSince >= request.sessionTimeout();
    }
}
