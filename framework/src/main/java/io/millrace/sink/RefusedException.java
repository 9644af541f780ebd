package io.millrace.sink;

import org.jspecify.annotations.Nullable;

/** A {@link BatchWriter} can't write what it was given, now or later: a constraint is broken, a value does not fit. */
public final class RefusedException extends RuntimeException {

    /** Returns what {@link BatchWriter#write} throws for a record that was {@linkplain BatchWriter#giveUp given up} and comes again. */
    public static RefusedException again() {
        return new RefusedException(
                "The record was given up before its input was read again, and records behind it may be written");
    }

    public RefusedException(String message) {
        super(message);
    }

    /** {@code cause} is what the records are said to have failed by; null if that is this exception itself. */
    public RefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
