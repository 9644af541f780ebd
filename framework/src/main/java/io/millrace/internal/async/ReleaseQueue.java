package io.millrace.internal.async;

import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;

/** What has come and has not gone on, and the order in which it does. Confined to the worker. */
interface ReleaseQueue {

    void add(QueuedRecord queued);

    void add(int lane, LaneEvent.Time time);

    void add(LaneEvent.Barrier barrier);

    /** The call of {@code queued} has ended. */
    void ended(QueuedRecord queued);

    /** Gives {@code worker}, which wants more, what goes on next; returns whether anything does. */
    boolean giveNext(Inbox.Receiver worker);

    /** Returns how many records have not gone on. */
    int records();

    /** Returns how many barriers have not gone on. */
    int barriers();
}
