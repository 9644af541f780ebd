package io.millrace.internal.async;

import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;

/** What has come and has not gone on, and the order in which it does. Confined to the worker. */
interface ReleaseQueue {

    void add(QueuedRecord queued);

    void add(int lane, LaneEvent.Time time);

    void add(int lane, LaneEvent.Opening opening);

    void add(LaneEvent.Barrier barrier);

    /** The call of {@code queued} has ended. */
    void ended(QueuedRecord queued);

    /** Gives {@code worker} what may go on, for as long as it wants more; returns how much that was. */
    int release(Inbox.Receiver worker);

    /** Returns how many records have not gone on. */
    int size();
}
