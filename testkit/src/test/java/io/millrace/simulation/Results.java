package io.millrace.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds results that are what they are in whatever order records come against those that there were.
 *
 * @param name of what they are results of
 * @param once whether each has to come just once
 */
record Results(String name, boolean once) {

    /** Checks that all of {@code wanted} are in {@code found} and no others. */
    void check(Collection<String> wanted, List<String> found) {
        Set<String> missing = new TreeSet<>(wanted);
        found.forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw new BrokenPromise("%s lacks %s; there is %s".formatted(name, missing, found));
        }
        Set<String> wrong = new TreeSet<>(found);
        wanted.forEach(wrong::remove);
        if (!wrong.isEmpty()) {
            throw new BrokenPromise(
                    "%s has %s, which is wrong; expected is %s".formatted(name, wrong, new TreeSet<>(wanted)));
        }
        checkOnce(found);
    }

    /** Checks that nothing is in {@code found} twice, if it has to come just once. */
    void checkOnce(Collection<String> found) {
        if (!once) {
            return;
        }
        Set<String> seen = new HashSet<>();
        List<String> twice = new ArrayList<>();
        found.stream().filter(result -> !seen.add(result)).forEach(twice::add);
        if (!twice.isEmpty()) {
            throw new BrokenPromise("%s has %s more than once".formatted(name, twice));
        }
    }

    /** Returns {@code results}, which have to be of one text for each key, as one text each. */
    static List<String> texts(Map<String, String> results) {
        Map<String, String> copy = new HashMap<>(results);
        return copy.entrySet().stream()
                .map(result -> result.getKey() + "=" + result.getValue())
                .toList();
    }
}
