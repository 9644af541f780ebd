package io.millrace.errors;

/** A sink that is not Kafka has taken nothing in as many tries as it has. The epoch can't be committed; what it read is read again. */
public final class SinkUnavailableException extends MillraceException {

    public SinkUnavailableException(String topology, String sink, int tries, Throwable cause) {
        super(
                ("Topology '%s': sink '%s' could not be reached, or took nothing, in %d tries (%s). See to the system behind it, or have it"
                                + " tried more often with Batched.withRetry")
                        .formatted(topology, sink, tries, cause.getClass().getSimpleName()),
                cause);
    }
}
