package io.millrace.errors;

/** An epoch has ended before its time, and its records come again: the topology failed, or its partition was lost. */
public final class EpochAbandonedException extends MillraceException {

    public EpochAbandonedException(String topology, String partition, long epoch) {
        super("Topology '%s' has abandoned epoch %d of %s: it failed, was stopped at once, or has lost the partition"
                .formatted(topology, epoch, partition));
    }
}
