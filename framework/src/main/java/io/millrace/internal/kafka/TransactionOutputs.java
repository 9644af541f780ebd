package io.millrace.internal.kafka;

import io.millrace.errors.OutputTooLargeException;
import io.millrace.internal.stage.Output;

/** What the writers share that keep outputs for a transaction. Thread-safe. */
record TransactionOutputs(OutputBuffers buffers, OutputTopics topics, OutputSizes sizes, OutputFailures failures) {

    /** @throws OutputTooLargeException if {@code output} does not fit into a transaction, or into its topic */
    void checkSize(Output output) {
        if (!OutputSizes.fits(output, ClientDefaults.LARGEST_CHANGE_BYTES)) {
            throw new OutputTooLargeException(
                    output.topic(),
                    output.size(),
                    "a record in a transaction may have %d".formatted(ClientDefaults.LARGEST_CHANGE_BYTES));
        }
        sizes.check(output);
    }
}
