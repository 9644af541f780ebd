package io.millrace.samples.common.web;

/** The service has as many clients of a kind as it takes; the message says what to do. */
public final class TooBusyException extends RuntimeException {

    public TooBusyException(String message) {
        super(message);
    }
}
