package io.millrace.simulation;

/**
 * What a sequence of numbers adds up to, so that each record that was lost, doubled or out of order shows: how many there were,
 * the last, and a hash of all in their order. Immutable.
 */
record Fold(long count, long last, long hash) {

    static final Fold EMPTY = new Fold(0, 0, 0);

    Fold plus(long place) {
        return new Fold(count + 1, place, 31 * hash + place);
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
