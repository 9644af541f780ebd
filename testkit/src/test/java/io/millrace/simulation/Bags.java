package io.millrace.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/** Aggregates that tell which records are in them, whatever order they came in: their ids as a text. */
final class Bags {

    static final String EMPTY = "";

    private static final String SEPARATOR = ",";

    private Bags() {}

    static String plus(String bag, String id) {
        List<String> ids = ids(bag);
        ids.add(id);
        return of(ids);
    }

    static String merged(String some, String others) {
        List<String> ids = ids(some);
        ids.addAll(ids(others));
        return of(ids);
    }

    static String of(Collection<String> ids) {
        List<String> sorted = new ArrayList<>(ids);
        Collections.sort(sorted);
        return String.join(SEPARATOR, sorted);
    }

    /** Returns the ids in {@code bag}, each as often as it was put in. */
    static List<String> ids(String bag) {
        return bag.isEmpty() ? new ArrayList<>() : new ArrayList<>(List.of(bag.split(SEPARATOR, -1)));
    }

    /** Returns whether {@code bag} has nothing twice, and nothing but what is in {@code whole}. */
    static boolean isPart(String bag, String whole) {
        List<String> ids = ids(bag);
        return new HashSet<>(ids).size() == ids.size() && ids(whole).containsAll(ids);
    }
}
