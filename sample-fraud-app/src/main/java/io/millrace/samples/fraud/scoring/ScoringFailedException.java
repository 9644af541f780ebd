package io.millrace.samples.fraud.scoring;

/** The scoring service answered, but with no score. */
final class ScoringFailedException extends RuntimeException {

    ScoringFailedException(String message) {
        super(message);
    }
}
