package io.millrace.samples.features.serving;

import java.time.Duration;

/** State can't be read at the moment, as while it is restored; the message says why. */
public final class NotReadableException extends RuntimeException {
    private final Duration retryAfter;

    public NotReadableException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** Returns when it is worth another try. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
