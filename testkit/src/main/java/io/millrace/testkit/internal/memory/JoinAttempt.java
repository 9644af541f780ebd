package io.millrace.testkit.internal.memory;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A consumer's try to join its group, from the request to the assignment. Confined to the test's thread. */
final class JoinAttempt {

    private final int sentGeneration;
    private final String sentMemberId;
    private String protocol = "";
    private @Nullable JoinAnswer joined;
    private @Nullable SyncAnswer synced;
    private @Nullable ByteBuffer assignment;
    private @Nullable RuntimeException failure;

    /** Begins with who the member is when it sends the request. */
    JoinAttempt(MemberState state) {
        this.sentGeneration = state.generation();
        this.sentMemberId = state.memberId();
    }

    /** Returns whether the member is still who it was when it sent the request. */
    boolean isOf(MemberState state) {
        return state.isStill(sentGeneration, sentMemberId);
    }

    void answer(JoinAnswer answer) {
        joined = answer;
    }

    void answer(SyncAnswer answer) {
        synced = answer;
    }

    /** Returns the group's answer to the request to join, once. */
    @Nullable
    JoinAnswer takeJoined() {
        JoinAnswer answer = joined;
        joined = null;
        return answer;
    }

    /** Returns the group's answer to the request for the assignment, once. */
    @Nullable
    SyncAnswer takeSynced() {
        SyncAnswer answer = synced;
        synced = null;
        return answer;
    }

    /** Notes the assignor that the group has chosen. */
    void choose(String assignor) {
        protocol = assignor;
    }

    String protocol() {
        return protocol;
    }

    void succeed(ByteBuffer newAssignment) {
        assignment = newAssignment;
    }

    @Nullable
    ByteBuffer assignment() {
        return assignment == null ? null : assignment.duplicate();
    }

    void fail(RuntimeException reason) {
        failure = reason;
    }

    @Nullable
    RuntimeException failure() {
        return failure;
    }
}
