package io.millrace.errors;

/**
 * The setting {@code shuffle} of a topology is another one than that under which its last checkpoint was made. Each divides state
 * in its own way, and one can't go on with what the other has left.
 */
public final class ShuffleChangedException extends StartRefusedException {

    private ShuffleChangedException(String topology, String group, String now, String before, String found) {
        super(
                ("Topology '%s' can't go on with 'shuffle' set to '%s', because %s. Set 'shuffle' to '%s'; or, to begin anew without"
                                + " state, stop all instances and delete the topology's changelogs, its repartition topics and its consumer"
                                + " group (kafka-consumer-groups --delete --group %s).")
                        .formatted(topology, now, found, before, group));
    }

    /**
     * Returns what to throw where state was divided by partition, and is to be in one piece.
     *
     * @param group the consumer group
     * @param found what tells so, as the end of a sentence
     */
    public static ShuffleChangedException toLocal(String topology, String group, String found) {
        return new ShuffleChangedException(topology, group, "local", "durable", found);
    }

    /** The same where state was in one piece, and is to be divided by partition. */
    public static ShuffleChangedException toDurable(String topology, String group, String found) {
        return new ShuffleChangedException(topology, group, "durable", "local", found);
    }
}
