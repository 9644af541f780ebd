package io.millrace.internal.stage;

import io.millrace.internal.exchange.Origin;
import io.millrace.internal.plan.StagePlan;
import io.millrace.processor.Record;
import io.millrace.topology.Node;
import io.millrace.trace.RecordTracer;
import io.millrace.trace.TracePlace;
import io.millrace.trace.TraceStep;
import java.util.List;

/**
 * Runs the records of one worker through its operators, those that are traced each in a step of its own. Whether one is, the tracer is
 * asked where it comes from Kafka; afterwards its origin tells.
 *
 * <p>Confined to the worker.
 */
final class TracedChain {

    private final OperatorChain chain;
    private final RecordTracer tracer;
    private final TracePlace place;
    private final List<Node> nodes;

    TracedChain(OperatorChain chain, StagePlan stage, StageContext context) {
        this.chain = chain;
        this.tracer = context.run().tracer();
        this.place = context.place();
        this.nodes = stage.nodes();
    }

    /** Runs one record through, as {@link OperatorChain#process} does; {@code now} is the engine's nanoTime, or was lately. */
    void process(int entry, Record<Object, Object> record, Origin origin, long now) {
        TraceStep step = begin(entry, record, origin, now);
        if (step == TraceStep.NONE) {
            chain.process(entry, record, origin);
        } else {
            process(entry, record, origin.at(step), step);
        }
    }

    private TraceStep begin(int entry, Record<Object, Object> record, Origin origin, long now) {
        if (nodes.get(entry) instanceof Node.Source) {
            return tracer.begin(place, origin.assignment().topic(), record.headers(), now);
        }
        TraceStep before = origin.trace();
        return before == TraceStep.NONE
                ? before
                : before.next(TraceStep.Kind.STAGE, place, nodes.get(entry).name());
    }

    private void process(int entry, Record<Object, Object> record, Origin origin, TraceStep step) {
        TraceStep.Scope scope = step.enter();
        try {
            chain.process(entry, record, origin);
        } finally {
            scope.close();
            step.end();
        }
    }
}
