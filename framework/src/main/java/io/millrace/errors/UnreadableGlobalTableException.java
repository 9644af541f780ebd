package io.millrace.errors;

/**
 * A record of a global table's topic could not be deserialized. The topology does not run without it: its joins would miss the entry
 * in silence.
 *
 * <p>The message names where, never what: no part of the record is in it. The cause may well quote it.
 */
public final class UnreadableGlobalTableException extends MillraceException {

    public UnreadableGlobalTableException(
            String topology, String table, String topic, int partition, long offset, Throwable cause) {
        super(
                ("Topology '%s' can't read the record of topic '%s', partition %d, offset %d into global table '%s' (%s). Correct"
                                + " the serdes that globalTable(...) was given, or write the key's value anew and have the topic"
                                + " compacted, or delete the records up to that one.")
                        .formatted(
                                topology,
                                topic,
                                partition,
                                offset,
                                table,
                                cause.getClass().getSimpleName()),
                cause);
    }
}
