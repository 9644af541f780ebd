package io.millrace.simulation;

/**
 * What a sequence of numbers adds up to, so that each record that was lost, doubled or out of order shows: how many there were,
 * the last, and a hash of all in their order. Immutable.
 */
record Fold(long count, long last, long hash) {

    static final Fold EMPTY = new Fold(0, 0, 0);

    /** Returns the fold of 1 to {@code last}. */
    static Fold of(long last) {
        Fold fold = EMPTY;
        for (long sequence = 1; sequence <= last; sequence++) {
            fold = fold.plus(sequence);
        }
        return fold;
    }

    Fold plus(long sequence) {
        return new Fold(count + 1, sequence, 31 * hash + sequence);
    }

    @Override
    public String toString() {
        return count + "," + last + "," + hash;
    }

    static Fold parse(String text) {
        String[] parts = text.split(",", -1);
        return new Fold(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
}
