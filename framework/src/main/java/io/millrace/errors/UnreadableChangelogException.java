package io.millrace.errors;

/** A store's changelog holds what this version of Millrace has not written. */
public final class UnreadableChangelogException extends StartRefusedException {

    public UnreadableChangelogException(String topology, String store, String changelog, int partition, String what) {
        super(
                ("Topology '%s' can't restore store '%s': partition %d of changelog '%s' %s. Start the version that wrote it,"
                                + " or, if nobody needs its state, delete it and the offsets of the consumer group.")
                        .formatted(topology, store, partition, changelog, what));
    }
}
