package io.millrace.internal.stage;

/** Thrown by an operator whose record has failed for the cause, and would fail again: it is not retried. Immutable. */
final class FinalFailure extends RuntimeException {

    FinalFailure(Throwable cause) {
        super(null, cause, false, false);
    }

    Throwable thrown() {
        Throwable cause = getCause();
        return cause == null ? this : cause;
    }
}
