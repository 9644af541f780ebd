package io.millrace.errors;

/** Kafka's producer gave up on an output. The epoch can't be committed; what it read is read again after a restart. */
public final class OutputFailedException extends MillraceException {

    /** For an output that came from a known input record. */
    public OutputFailedException(
            String topology,
            String stage,
            String topic,
            String inputTopic,
            int inputPartition,
            long inputOffset,
            Throwable cause) {
        super(
                ("Topology '%s' could not write from stage '%s' to topic '%s' what came of the record of topic '%s',"
                                + " partition %d, offset %d (%s)")
                        .formatted(
                                topology,
                                stage,
                                topic,
                                inputTopic,
                                inputPartition,
                                inputOffset,
                                cause.getClass().getSimpleName()),
                cause);
    }

    public OutputFailedException(String topology, String topic, Throwable cause) {
        super(
                "Topology '%s' could not write to topic '%s' (%s)"
                        .formatted(topology, topic, cause.getClass().getSimpleName()),
                cause);
    }
}
