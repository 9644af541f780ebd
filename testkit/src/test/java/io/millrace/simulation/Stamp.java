package io.millrace.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * What a store adds to the value of a record that it has taken in: the how-manieth it was of all those of its key, in whatever order
 * they came, and the fold of its lineage then. Immutable.
 *
 * @param store its name and the key
 * @param number counts from 1, so each number up to the last is given once
 */
record Stamp(String store, long number, Fold fold) {

    /** Is between the payload and its stamps. */
    static final char SEPARATOR = '|';

    static String place(String store, String key) {
        return store + "." + key;
    }

    /** Returns the stamps in {@code value}. */
    static List<Stamp> in(String value) {
        List<Stamp> stamps = new ArrayList<>();
        int start = value.indexOf(SEPARATOR);
        while (start >= 0) {
            int end = value.indexOf(SEPARATOR, start + 1);
            stamps.add(parse(value.substring(start + 1, end < 0 ? value.length() : end)));
            start = end;
        }
        return stamps;
    }

    /** Returns a number by which the sum of several tells whether they are those that they should be. */
    long weight() {
        return weight(store, number);
    }

    static long weight(String store, long number) {
        return Mixed.of(Mixed.of(store) + number);
    }

    private static Stamp parse(String text) {
        int equals = text.indexOf('=');
        int slash = text.indexOf('/');
        return new Stamp(
                text.substring(0, equals),
                Long.parseLong(text.substring(equals + 1, slash)),
                Fold.parse(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return store + "=" + number + "/" + fold;
    }
}
