package io.millrace.sink;

import org.jspecify.annotations.Nullable;

/** A {@link BatchWriter} can't write what it was given, now or later: a constraint is broken, a value does not fit. */
public final class RefusedException extends RuntimeException {

    public RefusedException(String message) {
        super(message);
    }

    /** {@code cause} is what the records are said to have failed by; null if that is this exception itself. */
    public RefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
