package io.millrace.internal.epoch;

/**
 * The last batch of a partition that was planned: what a batch sink gets in one go. It is durable before the batch flows, so that
 * whoever repeats the batch finds the same number and end. Immutable.
 *
 * @param number from 1, growing by one
 * @param end the offset behind its last record
 */
public record BatchMark(long number, long end) {

    /** What comes before the first batch. */
    public static final BatchMark NONE = new BatchMark(0, 0);

    /** Returns the batch that follows and ends at {@code newEnd}. */
    public BatchMark next(long newEnd) {
        return new BatchMark(number + 1, newEnd);
    }

    /** Returns whether a partition whose records before {@code offset} are processed has a part of it left. */
    public boolean isOpenAt(long offset) {
        return offset < end;
    }
}
