package io.millrace.internal.kafka;

/**
 * How far the restore of one store's part of a shard has come. Written by the restore worker, read by any thread.
 */
final class RestoreMeter {

    private final String store;
    private volatile long records;
    private volatile long bytes;
    private volatile long offsetsDone;
    private volatile long offsetsLeft;
    private volatile boolean begun;
    private volatile boolean givenUp;

    RestoreMeter(String store) {
        this.store = store;
    }

    String store() {
        return store;
    }

    /** Reading begins, or begins anew, and {@code offsets} lie ahead. */
    void begin(long offsets) {
        records = 0;
        bytes = 0;
        offsetsDone = 0;
        offsetsLeft = offsets;
        begun = true;
        givenUp = false;
    }

    /** Nothing more is read: it can't be. */
    void giveUp() {
        begun = false;
        givenUp = true;
    }

    /** The end lies {@code offsets} ahead of what was read. */
    void left(long offsets) {
        offsetsLeft = offsets;
    }

    void read(long moreRecords, long moreBytes, long offsets) {
        records += moreRecords;
        bytes += moreBytes;
        offsetsDone += offsets;
        offsetsLeft = Math.max(0, offsetsLeft - offsets);
    }

    long records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    long offsetsDone() {
        return offsetsDone;
    }

    /** Returns whether everything was read that was there when reading began. */
    boolean isComplete() {
        return begun && offsetsLeft == 0;
    }

    /** Returns whether nothing is to be waited for: it is complete, or can't be. */
    boolean isSettled() {
        return givenUp || isComplete();
    }

    /** Returns about how many offsets are still to be read; compaction has removed the records of some. */
    long offsetsLeft() {
        return offsetsLeft;
    }
}
