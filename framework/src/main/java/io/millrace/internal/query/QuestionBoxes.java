package io.millrace.internal.query;

/** The boxes of workers. Thread-safe. */
@FunctionalInterface
public interface QuestionBoxes {

    /** Nobody may ask. */
    QuestionBoxes NONE = (stage, number) -> QuestionBox.NONE;

    /** Returns that of worker {@code number} of {@code stage}. */
    QuestionBox of(String stage, int number);
}
