package io.millrace.errors;

import java.util.List;

/** Settings name something that does not exist, or do not fit together; carries every problem found. */
public final class InvalidSettingsException extends StartRefusedException {

    private final List<String> problems;

    public InvalidSettingsException(List<String> problems) {
        super(ProblemList.format("Millrace's settings can't be used", problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns one sentence or two for each problem: the setting, its value, and what to write instead. */
    public List<String> problems() {
        return problems;
    }
}
