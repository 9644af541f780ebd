package io.millrace.testkit.internal.memory;

/** The way from a group to one of its members. Confined to the test's thread. */
interface MemberLink {

    /** Something has changed that the member learns of with its next heartbeat. */
    void expectHeartbeat();

    /** Has the member look whether it is still alive; it may leave the group. */
    void checkPolls(long now);

    /** Returns whether its heartbeats come. */
    boolean isBeating();

    /** Returns the nanoTime since when nothing has come from it; only for one that is not beating. */
    long silentSince();
}
