package io.millrace.internal.kafka;

/**
 * Names one commit: who made it, and which of its commits it was. Immutable.
 *
 * @param transactionalId of the producer that made it
 * @param epoch the number of the epoch that it made durable, counted by that producer
 */
record CommitId(String transactionalId, long epoch) {

    /**
     * Returns what {@code text} names, as {@link #toString} wrote it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static CommitId of(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("'%s' names no commit".formatted(text));
        }
        return new CommitId(text.substring(0, slash), Long.parseLong(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return transactionalId + "/" + epoch;
    }
}
