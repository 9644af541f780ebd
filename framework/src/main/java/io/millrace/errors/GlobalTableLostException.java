package io.millrace.errors;

/** What a global table was read from is not there any more; the topology starts again and loads the table anew. */
public final class GlobalTableLostException extends MillraceException {

    /** {@code what} has happened to {@code topic}, as a part of a sentence. */
    public GlobalTableLostException(String topology, String table, String topic, String what) {
        super("Topology '%s' loads global table '%s' anew, because topic '%s' %s"
                .formatted(topology, table, topic, what));
    }
}
