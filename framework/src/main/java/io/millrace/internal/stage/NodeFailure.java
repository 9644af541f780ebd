package io.millrace.internal.stage;

import io.millrace.errors.RecordFailedException;
import io.millrace.internal.exchange.Origin;

/** Carries what a node's code threw, and the node's name, up through the operators before it. Immutable. */
final class NodeFailure extends RuntimeException {

    private final String node;

    NodeFailure(String node, Throwable cause) {
        super(node, cause, false, false);
        this.node = node;
    }

    String node() {
        return node;
    }

    /** Returns what fails the topology if it was thrown while a record of {@code origin} was processed. */
    RecordFailedException ofRecord(StageContext context, Origin origin) {
        return new RecordFailedException(
                context.topology(),
                context.stage(),
                node,
                origin.assignment().topic(),
                origin.assignment().partition().partition(),
                origin.offset(),
                thrown());
    }

    Throwable thrown() {
        Throwable cause = getCause();
        return cause == null ? this : cause;
    }
}
