package io.millrace.internal.stage;

import io.millrace.errors.MillraceException;
import io.millrace.internal.exchange.Origin;

/** A record that is skipped or dead-lettered: where, whose it was and why, as messages have it. Immutable. */
record GivenUp(StageContext context, String node, Origin origin, Throwable thrown) {

    String stage() {
        return context.stage();
    }

    /** Returns the name of what was thrown, which quotes nothing of the record. */
    String reason() {
        return thrown.getClass().getSimpleName();
    }

    /** Returns what would fail the topology if it were not given up. */
    MillraceException failure() {
        return NodeFailure.on(context, node, origin, thrown);
    }
}
