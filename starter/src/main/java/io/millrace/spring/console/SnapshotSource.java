package io.millrace.spring.console;

/** Makes the snapshots of a {@link SnapshotFeed}. Called by one thread at a time. */
@FunctionalInterface
interface SnapshotSource {

    /** Returns how all topologies are now, as JSON on one line. */
    String next();
}
