package io.millrace.spring.console;

/** Who is sent each snapshot of a {@link SnapshotFeed}. */
interface SnapshotReader {

    /** Takes a snapshot as JSON; must not wait. */
    void offer(String snapshot);

    /** The feed has ended: no more will come. */
    void end();
}
