package io.millrace.internal.stage;

import io.millrace.errors.BatchFailedException;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.epoch.Position;
import io.millrace.processor.Batch;
import io.millrace.processor.BatchAction;
import io.millrace.processor.Record;
import io.millrace.topology.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the records of an epoch by partition, and hands each partition's to user code when the epoch ends. Those of a partition
 * that was taken away are thrown away: whoever has it now repeats them.
 *
 * <p>Confined to the worker.
 */
final class BatchOperator implements Operator {

    private final String node;
    private final BatchAction<Object, Object> action;
    private final StageContext context;
    private final Map<PartitionAssignment, List<Batch.Item<Object, Object>>> collected = new LinkedHashMap<>();

    @SuppressWarnings("unchecked") // the DSL has checked that the types of the stream are those of the action
    BatchOperator(Node.BatchSink sink, StageContext context) {
        this.node = sink.name();
        this.action = (BatchAction<Object, Object>) sink.action();
        this.context = context;
    }

    @Override
    public void process(Record<Object, Object> record) {
        collected
                .computeIfAbsent(context.current().origin().assignment(), any -> new ArrayList<>())
                .add(new Batch.Item<>(
                        record.key(),
                        record.value(),
                        record.timestamp(),
                        record.headers(),
                        context.current().origin().offset()));
    }

    @Override
    public void endEpoch(Epoch epoch) {
        collected.forEach((assignment, items) -> {
            Position end = epoch.end().get(assignment);
            if (!assignment.isDiscarded() && end != null) {
                run(new Batch<>(assignment.partition(), end.batch().number(), items));
            }
        });
        collected.clear();
    }

    private void run(Batch<Object, Object> batch) {
        try {
            action.apply(batch);
        } catch (Throwable thrown) {
            throw new BatchFailedException(
                    context.topology(), context.stage(), node, batch.partition().toString(), batch.epoch(), thrown);
        }
    }
}
