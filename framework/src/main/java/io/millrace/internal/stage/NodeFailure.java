package io.millrace.internal.stage;

import io.millrace.errors.MillraceException;
import io.millrace.errors.RecordFailedException;
import io.millrace.errors.StartRefusedException;
import io.millrace.errors.WorkerFailedException;
import io.millrace.internal.exchange.Origin;

/** Carries what a node's code threw, and the node's name, up through the operators before it. Immutable. */
final class NodeFailure extends RuntimeException {

    private final String node;

    NodeFailure(String node, Throwable cause) {
        super(node, cause, false, false);
        this.node = node;
    }

    /** Returns what fails the topology if it was thrown while what came from {@code origin} was processed. */
    MillraceException on(StageContext context, Origin origin) {
        return thrown() instanceof StartRefusedException refused ? refused : on(context, node, origin, thrown());
    }

    /** Says that {@code thrown} came out of {@code node} with what came from {@code origin}. */
    static MillraceException on(StageContext context, String node, Origin origin, Throwable thrown) {
        if (!origin.isRecord()) {
            return new WorkerFailedException(
                    context.topology(),
                    "%s, at '%s' with what came %s".formatted(context.stage(), node, origin.whose()),
                    thrown);
        }
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
