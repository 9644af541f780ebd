package io.millrace.benchmark.run;

/** A run brought no numbers that count: no results, results too late, or wrong ones. */
public final class RunFailedException extends RuntimeException {
    public RunFailedException(String message) {
        super(message);
    }

    public RunFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
