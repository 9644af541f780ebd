package io.millrace.internal.state;

/** How many bytes an entry takes when it is serialized, on average of those that were committed last. Thread-safe. */
final class EntrySize {

    private static final long FIRST_GUESS = 256;

    private volatile long average = FIRST_GUESS;

    /** Learns that {@code entries} took {@code bytes}. */
    void learn(long entries, long bytes) {
        if (entries > 0) {
            average = Math.max(1, bytes / entries);
        }
    }

    long average() {
        return average;
    }
}
