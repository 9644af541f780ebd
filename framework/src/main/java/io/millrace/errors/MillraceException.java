package io.millrace.errors;

/** Root of all exceptions that Millrace throws, broken calls and broken invariants aside. */
public class MillraceException extends RuntimeException {

    public MillraceException(String message) {
        super(message);
    }

    public MillraceException(String message, Throwable cause) {
        super(message, cause);
    }
}
