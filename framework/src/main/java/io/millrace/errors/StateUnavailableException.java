package io.millrace.errors;

/** State was asked for that is not known here and now. */
public final class StateUnavailableException extends MillraceException {

    private final boolean passing;

    /** {@code passing} says whether asking again later, or another instance, may help. */
    public StateUnavailableException(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    /** Returns whether asking again later, or another instance, may help. */
    public boolean isPassing() {
        return passing;
    }
}
