package io.millrace.internal.stage;

import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.Record;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs one processor for each assigned input partition. Confined to the worker. */
final class PartitionOperator implements Operator {

    private final Function<PartitionAssignment, ProcessorOperator> factory;
    private final CurrentRecord current;
    private final Map<PartitionAssignment, ProcessorOperator> processors = new HashMap<>();

    PartitionOperator(Function<PartitionAssignment, ProcessorOperator> factory, CurrentRecord current) {
        this.factory = factory;
        this.current = current;
    }

    @Override
    public void process(Record<Object, Object> record) {
        PartitionAssignment assignment = current.origin().assignment();
        ProcessorOperator processor = processors.get(assignment);
        if (processor == null) {
            throw new IllegalStateException("A record of %s came before its opening".formatted(assignment));
        }
        processor.process(record);
    }

    @Override
    public void open(PartitionAssignment assignment) {
        processors.computeIfAbsent(assignment, factory);
    }

    @Override
    public void close(PartitionAssignment assignment) {
        @Nullable ProcessorOperator processor = processors.remove(assignment);
        if (processor != null) {
            processor.close();
        }
    }

    @Override
    public void close() {
        Closing.all(processors.values().stream()
                .<Runnable>map(operator -> operator::close)
                .toList());
        processors.clear();
    }
}
