package io.millrace.samples.fraud.web;

/** The service has as many clients of a kind as it takes; the message says what to do. */
final class TooBusyException extends RuntimeException {

    TooBusyException(String message) {
        super(message);
    }
}
