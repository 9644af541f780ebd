package io.millrace.errors;

/** Kafka's producer gave up on an output. The epoch can't be committed; what it read is read again after a restart. */
public final class OutputFailedException extends MillraceException {

    public OutputFailedException(String topology, String topic, Throwable cause) {
        super(
                "Topology '%s' could not write to topic '%s' (%s)"
                        .formatted(topology, topic, cause.getClass().getSimpleName()),
                cause);
    }
}
