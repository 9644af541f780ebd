package io.millrace.simulation;

/** What the engine promises does not hold. */
final class BrokenPromise extends RuntimeException {

    BrokenPromise(String message) {
        super(message);
    }

    BrokenPromise(String message, Throwable cause) {
        super(message, cause);
    }
}
