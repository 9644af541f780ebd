package io.millrace.internal.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;

/** Finds what a misspelt name was meant to be. */
public final class NearestName {

    private NearestName() {}

    /** Returns a sentence that names the one of {@code names} nearest to {@code name}, if any is near, and lists all. */
    public static String suggest(String name, Collection<String> names) {
        if (names.isEmpty()) {
            return "There are none.";
        }
        int near = Math.max(1, name.length() / 3);
        String known = "Known: '%s'.".formatted(String.join("', '", new TreeSet<>(names)));
        return names.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .filter(candidate -> distance(name, candidate) <= near)
                .map(candidate -> "Did you mean '%s'? %s".formatted(candidate, known))
                .orElse(known);
    }

    /** The number of single letters changed, added, dropped or swapped with their neighbour (Damerau-Levenshtein, by rows). */
    private static int distance(String a, String b) {
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        for (int column = 0; column <= b.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= a.length(); row++) {
            int[] current = new int[b.length() + 1];
            current[0] = row;
            for (int column = 1; column <= b.length(); column++) {
                int change = a.charAt(row - 1) == b.charAt(column - 1) ? 0 : 1;
                int addOrDrop = Math.min(previous[column], current[column - 1]) + 1;
                current[column] = Math.min(previous[column - 1] + change, addOrDrop);
                if (isSwap(a, row, b, column)) {
                    current[column] = Math.min(current[column], beforePrevious[column - 2] + 1);
                }
            }
            beforePrevious = previous;
            previous = current;
        }
        return previous[b.length()];
    }

    private static boolean isSwap(String a, int row, String b, int column) {
        return row > 1
                && column > 1
                && a.charAt(row - 1) == b.charAt(column - 2)
                && a.charAt(row - 2) == b.charAt(column - 1);
    }
}
