package io.millrace.internal.plan;

import io.millrace.topology.Node;
import java.util.Optional;

/** Where a plan makes calls to elsewhere, and what is behind them. Immutable. */
public record AsyncPlan(Plan plan) {

    /** Returns the node that {@code stage} begins with, if that makes calls. */
    public static Optional<Node.AsyncOperator> of(StagePlan stage) {
        return stage.nodes().get(0) instanceof Node.AsyncOperator operator ? Optional.of(operator) : Optional.empty();
    }

    /**
     * Returns whether it makes no difference to {@code stage} and to those behind it which epoch a record comes in: nothing there has
     * state, and outputs leave at once. Then records need not wait for the calls of an epoch before theirs.
     */
    public boolean isIndifferentToEpochs(StagePlan stage) {
        return !plan.isExactlyOnce()
                && stage.nodes().stream().allMatch(this::isIndifferent)
                && plan.fedBy(stage).stream().allMatch(this::isIndifferentToEpochs);
    }

    private boolean isIndifferent(Node node) {
        if (node instanceof Node.Sink sink) {
            SinkPlan sending = plan.sinkPlan(sink.name());
            return sending.sending() == SinkPlan.Sending.AT_ONCE && !sending.withIds();
        }
        return node instanceof Node.AsyncOperator
                || node instanceof Node.StageBoundary
                || (node instanceof Node.Operator operator && operator.stores().isEmpty());
    }
}
