package io.millrace.benchmark.process;

/** A child process did not start, or ended before it was told to. */
public final class ProcessFailedException extends RuntimeException {
    public ProcessFailedException(String message) {
        super(message);
    }

    public ProcessFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
