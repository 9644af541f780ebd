package io.millrace.errors;

/**
 * The function of a batch sink threw. The message names the batch, which comes again with the same number and records.
 *
 * <p>The cause is what was thrown, and its message may well quote records.
 */
public final class BatchFailedException extends MillraceException {

    public BatchFailedException(
            String topology, String stage, String node, String partition, long batch, Throwable cause) {
        super(
                "Topology '%s' failed in stage '%s' at '%s' on batch %d of partition %s (%s)"
                        .formatted(
                                topology,
                                stage,
                                node,
                                batch,
                                partition,
                                cause.getClass().getSimpleName()),
                cause);
    }
}
