package io.millrace.internal.exchange;

/** What comes to a worker, in the order in which it is to be taken. Confined to the worker. */
public interface Arrivals {

    /** Gives events to {@code receiver} for as long as it wants more and there are any; returns how much it did. */
    int poll(Inbox.Receiver receiver);

    /** Returns for how many nanoseconds nothing comes unless somebody wakes the worker, as far as is known. */
    default long nanosToNext() {
        return Long.MAX_VALUE;
    }

    /** Returns whether nothing more is taken before something that is under way has ended. */
    default boolean isFull() {
        return false;
    }

    /** Has {@code userCode} run what is called before events come to the worker. */
    default void runUserCode(UserCode userCode) {}

    /** The worker ends, and takes nothing any more. */
    default void close() {}
}
