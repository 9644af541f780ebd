package io.millrace.samples.fraud.model;

import java.util.List;
import java.util.stream.Collectors;

/** Something calls itself a payment and is none; {@link #problems()} has everything that is wrong. */
public final class InvalidPaymentException extends IllegalArgumentException {
    private final transient List<Problem> problems;

    public InvalidPaymentException(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> "'%s' %s".formatted(problem.field(), problem.text()))
                .collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    /**
     * What is wrong with one field.
     *
     * <p>Immutable.
     */
    public record Problem(String field, String text) {}
}
