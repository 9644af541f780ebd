package io.millrace.errors;

import java.util.Collection;
import java.util.TreeSet;

/**
 * The topics of a topology whose state is not divided have got more partitions than it began with. It ends with a checkpoint and
 * starts again with all of them, which uses up none of its restarts.
 */
public final class InputsChangedException extends MillraceException {

    /** {@code added} are the partitions, as {@code payments-4}. */
    public InputsChangedException(String topology, Collection<String> added) {
        super(
                ("Topology '%s' starts again, because its inputs have got partitions %s. With 'shuffle' set to 'local' all partitions"
                                + " begin together, from one checkpoint; nothing is lost or repeated.")
                        .formatted(topology, new TreeSet<>(added)));
    }
}
