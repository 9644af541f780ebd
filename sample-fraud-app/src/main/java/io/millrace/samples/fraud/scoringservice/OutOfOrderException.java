package io.millrace.samples.fraud.scoringservice;

/** The scoring service has no answer: somebody made it so. */
public final class OutOfOrderException extends RuntimeException {

    OutOfOrderException(String message) {
        super(message);
    }
}
