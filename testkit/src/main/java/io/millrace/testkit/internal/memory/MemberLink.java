package io.millrace.testkit.internal.memory;

/** The way from a group to one of its members. Confined to the test's thread. */
interface MemberLink {

    /** Something has changed that the member learns of with its next heartbeat. */
    void expectHeartbeat();

    /** Has the member look whether it is still alive; it may leave the group. */
    void checkPolls(long now);

    Instance instance();
}
