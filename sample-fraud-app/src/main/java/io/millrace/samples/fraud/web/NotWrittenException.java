package io.millrace.samples.fraud.web;

/** A payment did not get into the topic. */
final class NotWrittenException extends RuntimeException {

    NotWrittenException(String message, Throwable cause) {
        super(message, cause);
    }
}
