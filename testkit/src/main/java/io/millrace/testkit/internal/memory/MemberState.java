package io.millrace.testkit.internal.memory;

/** How far a consumer is with joining its group, and who it is there. Confined to the test's thread. */
final class MemberState {

    private static final int NO_GENERATION = -1;

    private Phase phase = Phase.UNJOINED;
    private int generation = NO_GENERATION;
    private String memberId = "";
    private boolean rejoinNeeded = true;
    private boolean prepareNeeded = true;

    /** What it waits for. */
    enum Phase {
        /** For the next poll. */
        UNJOINED,
        /** For the group to have all members. */
        JOINING,
        /** For its assignment. */
        SYNCING,
        /** For nothing. */
        STABLE
    }

    Phase phase() {
        return phase;
    }

    boolean is(Phase other) {
        return phase == other;
    }

    int generation() {
        return generation;
    }

    /** Returns its id; empty if it has none. */
    String memberId() {
        return memberId;
    }

    boolean isMember() {
        return generation != NO_GENERATION && !memberId.isEmpty();
    }

    /** Returns whether it is who it was when it sent a request. */
    boolean isStill(int sentGeneration, String sentMemberId) {
        return generation == sentGeneration && memberId.equals(sentMemberId);
    }

    boolean isRejoinNeeded() {
        return rejoinNeeded;
    }

    void requestRejoin() {
        rejoinNeeded = true;
    }

    /** Returns whether the assignment is to be looked at before it joins; once. */
    boolean takePrepareNeeded() {
        boolean needed = prepareNeeded;
        prepareNeeded = false;
        return needed;
    }

    void joining(String newMemberId) {
        phase = Phase.JOINING;
        memberId = newMemberId;
    }

    void joined(int newGeneration, String newMemberId) {
        phase = Phase.SYNCING;
        generation = newGeneration;
        memberId = newMemberId;
    }

    void synced() {
        phase = Phase.STABLE;
        rejoinNeeded = false;
    }

    /** The assignment was taken. */
    void completed() {
        prepareNeeded = true;
    }

    /** The group does not know it any more, or it has left. */
    void reset() {
        resetGeneration();
        memberId = "";
    }

    /** The group has gone on without it. It may still know its id. */
    void resetGeneration() {
        phase = Phase.UNJOINED;
        generation = NO_GENERATION;
        rejoinNeeded = true;
        prepareNeeded = true;
    }
}
