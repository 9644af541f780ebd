package io.millrace.internal.kafka;

import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.DeadLetterPlan;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.SinkPlan;
import io.millrace.internal.plan.SinkPlan.Sending;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.stage.OutputWriter;
import io.millrace.topology.Node;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes what takes the outputs of each worker, as its sinks are planned. Confined to the thread that builds and closes the run. */
public final class OutputWriters {

    private final Plan plan;
    private final Optional<SinkProducer> atOnce;
    private final TransactionOutputs withCheckpoint;

    /** {@code atOnce} sends outputs at once; empty if none are to. */
    OutputWriters(Plan plan, Optional<SinkProducer> atOnce, TransactionOutputs withCheckpoint) {
        this.plan = plan;
        this.atOnce = atOnce;
        this.withCheckpoint = withCheckpoint;
    }

    /** Returns a writer for one worker of {@code stage} that may have {@code limit} bytes on their way; {@code worker} wakes it. */
    public OutputWriter writer(StagePlan stage, WakeUp worker, long limit) {
        Set<Sending> ways = Stream.concat(
                        stage.nodes().stream()
                                .filter(Node.Sink.class::isInstance)
                                .map(sink -> plan.sinkPlan(sink.name())),
                        plan.deadLetters().stream().map(DeadLetterPlan::sink))
                .map(SinkPlan::sending)
                .collect(Collectors.toSet());
        if (atOnce.isEmpty() || ways.equals(Set.of(Sending.WITH_CHECKPOINT))) {
            return new TransactionWriter(withCheckpoint, stage.name(), worker);
        }
        SinkWriter sink = atOnce.get().writer(stage.name(), worker, limit);
        return ways.contains(Sending.WITH_CHECKPOINT)
                ? new SplitWriter(sink, new TransactionWriter(withCheckpoint, stage.name(), worker))
                : sink;
    }

    /** Closes the producers of what leaves at once; what has not been sent by then is given up. */
    public void close(Duration timeout) {
        atOnce.ifPresent(sink -> sink.close(timeout));
    }
}
