package io.millrace.internal.async;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.LaneEvent;
import java.util.ArrayDeque;

/**
 * Openings that have not gone on. They overtake records, since those of their own partition don't come before they have gone on, and since
 * a worker may wait for one by another lane before it takes any. They overtake no barrier.
 *
 * <p>Confined to the worker.
 */
final class Openings {

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long barriersCome;

    void add(int lane, LaneEvent.Opening opening) {
        entries.add(new Entry(lane, opening, barriersCome));
    }

    void barrierComes() {
        barriersCome++;
    }

    /** Gives {@code worker} the next one that no barrier is before, if there is one; returns whether there was. */
    boolean giveNext(Inbox.Receiver worker, int waitingBarriers) {
        Entry first = entries.peek();
        if (first == null || first.barriersBefore() > barriersCome - waitingBarriers) {
            return false;
        }
        entries.remove();
        worker.opening(first.lane(), first.opening());
        return true;
    }

    /** Returns whether one of {@code assignment} has not gone on. */
    boolean has(PartitionAssignment assignment) {
        for (Entry entry : entries) {
            if (entry.opening().assignment() == assignment) {
                return true;
            }
        }
        return false;
    }

    private record Entry(int lane, LaneEvent.Opening opening, long barriersBefore) {}
}
