package io.millrace.internal.stage;

import io.millrace.errors.MillraceException;
import io.millrace.errors.RecordFailedException;
import io.millrace.errors.TooManyErrorsException;
import io.millrace.errors.WorkerFailedException;
import io.millrace.internal.exchange.Origin;

/** Carries what a node's code threw, and the node's name, up through the operators before it. Immutable. */
final class NodeFailure extends RuntimeException {

    private final String node;

    NodeFailure(String node, Throwable cause) {
        super(node, cause, false, false);
        this.node = node;
    }

    /** Returns what fails the topology if it was thrown while a record of {@code origin} was processed. */
    MillraceException ofRecord(StageContext context, Origin origin) {
        return thrown() instanceof TooManyErrorsException tooMany ? tooMany : record(context, node, origin, thrown());
    }

    /** Returns what fails the topology if it was thrown while no record was processed, but {@code what} was done for the node. */
    MillraceException ofWorker(StageContext context, String what) {
        return thrown() instanceof TooManyErrorsException tooMany
                ? tooMany
                : new WorkerFailedException(
                        context.topology(), "%s, %s '%s'".formatted(context.stage(), what, node), thrown());
    }

    /** Says that {@code thrown} came out of {@code node} with a record of {@code origin}. */
    static RecordFailedException record(StageContext context, String node, Origin origin, Throwable thrown) {
        return new RecordFailedException(
                context.topology(),
                context.stage(),
                node,
                origin.assignment().topic(),
                origin.assignment().partition().partition(),
                origin.offset(),
                thrown);
    }

    private Throwable thrown() {
        Throwable cause = getCause();
        return cause == null ? this : cause;
    }
}
