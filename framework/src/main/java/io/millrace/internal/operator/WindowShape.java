package io.millrace.internal.operator;

import io.millrace.processor.Record;

/** Which windows records belong to, and how long windows last. Thread-safe as far as the user's functions are. */
interface WindowShape<K, V, A> {

    /**
     * Adds {@code record} to all windows that it belongs to and that are not closed, making those that are not there.
     *
     * @param windows those of the record's key, without sessions that are closed
     * @return whether it came too late for any
     */
    boolean add(WindowEdit<A> windows, Record<K, V> record, long watermark);

    /** Returns the end of a window as results tell it; {@code time} is the largest timestamp in it. */
    long end(long start, long time);

    /** Returns the watermark at which a window is closed. */
    long closesAt(long start, long time);

    /** Returns the watermark from which on nobody needs a window any more, be it closed or not. */
    long forgottenAt(long start, long time);
}
