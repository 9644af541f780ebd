package io.millrace.samples.features.web;

/** An event did not get into the topic. */
final class NotWrittenException extends RuntimeException {

    NotWrittenException(Throwable cause) {
        super(
                "Kafka did not take the event (%s). Try again."
                        .formatted(cause.getClass().getSimpleName()),
                cause);
    }
}
