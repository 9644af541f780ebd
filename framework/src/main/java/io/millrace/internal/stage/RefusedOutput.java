package io.millrace.internal.stage;

import io.millrace.errors.OutputTooLargeException;

/** Says that an output can't be sent that had been taken before it could be known. Immutable. */
public final class RefusedOutput extends RuntimeException {

    private final transient Output output;
    private final OutputTooLargeException reason;

    public RefusedOutput(Output output, OutputTooLargeException reason) {
        super(null, reason, false, false);
        this.output = output;
        this.reason = reason;
    }

    Output output() {
        return output;
    }

    OutputTooLargeException reason() {
        return reason;
    }
}
