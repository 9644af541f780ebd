package io.millrace.spring.view;

import io.millrace.errors.MillraceException;

/** Says why a topology failed without quoting a record: Millrace's own messages hold nothing of one, those of user code may. */
public final class FailureWords {

    private FailureWords() {}

    public static String of(Throwable failure) {
        return failure instanceof MillraceException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getName();
    }
}
