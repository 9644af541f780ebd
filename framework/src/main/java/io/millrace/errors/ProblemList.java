package io.millrace.errors;

import java.util.List;

/** Formats a headline and the problems under it, one a line. */
final class ProblemList {

    private ProblemList() {}

    static String format(String headline, List<String> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("'%s' needs at least one problem".formatted(headline));
        }
        return headline + ":"
                + String.join(
                        "", problems.stream().map(problem -> "\n- " + problem).toList());
    }
}
