package io.millrace.errors;

/** Records were deleted by the cluster before the topology has read them; reading on would lose them in silence. */
public final class InputLostException extends StartRefusedException {

    public InputLostException(String topology, String what) {
        super(("Topology '%s' can't continue where it stopped: %s. Records in between were deleted before they were"
                        + " read. To accept the loss, set the consumer group's offsets to the earliest ones"
                        + " (kafka-consumer-groups --reset-offsets --to-earliest) and start again; to prevent it, raise"
                        + " the topic's retention.")
                .formatted(topology, what));
    }
}
