package io.millrace.internal.stage;

import io.millrace.errors.EpochAbandonedException;
import io.millrace.errors.WorkerFailedException;
import io.millrace.internal.epoch.Epoch;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.processor.Record;
import io.millrace.processor.RecordWriter;
import io.millrace.topology.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs one record writer for each input partition, opens it at the first record of an epoch and closes it behind the last.
 *
 * <p>Confined to the worker.
 */
final class WriterOperator implements Operator {

    private final Node.WriterSink sink;
    private final StageContext context;
    private final Map<PartitionAssignment, Opened> opened = new LinkedHashMap<>();
    private final Map<PartitionAssignment, RecordWriter<Object, Object>> writers = new LinkedHashMap<>();
    /** Of this run; the first one is number 1. */
    private long epoch = 1;

    WriterOperator(Node.WriterSink sink, StageContext context) {
        this.sink = sink;
        this.context = context;
    }

    /** A writer at work on an epoch. */
    private static final class Opened {
        private final RecordWriter<Object, Object> writer;
        private final boolean wanted;
        private @Nullable Throwable thrown;

        Opened(RecordWriter<Object, Object> writer, boolean wanted) {
            this.writer = writer;
            this.wanted = wanted;
        }

        void process(Record<Object, Object> record) {
            if (wanted) {
                try {
                    writer.process(record);
                    thrown = null; // it may have been another try
                } catch (Throwable e) {
                    thrown = e;
                    throw e;
                }
            }
        }
    }

    @Override
    public void process(Record<Object, Object> record) {
        PartitionAssignment assignment = context.current().origin().assignment();
        opened.computeIfAbsent(assignment, this::begin).process(record);
    }

    @Override
    public void endEpoch(Epoch ended) {
        List<Runnable> closings = new ArrayList<>();
        opened.forEach((assignment, open) -> closings.add(() -> end(assignment, open)));
        opened.clear();
        epoch = ended.number() + 1;
        Closing.all(closings);
    }

    @Override
    public void close(PartitionAssignment assignment) {
        writers.remove(assignment);
    }

    @Override
    public void close() {
        List<Runnable> closings = new ArrayList<>();
        opened.forEach((assignment, open) -> {
            Throwable error = open.thrown;
            closings.add(() -> open.writer.close(error == null ? abandoned(assignment) : error));
        });
        opened.clear();
        writers.clear();
        Closing.all(closings);
    }

    private void end(PartitionAssignment assignment, Opened open) {
        try {
            open.writer.close(assignment.isDiscarded() ? abandoned(assignment) : null);
        } catch (Throwable thrown) {
            throw new WorkerFailedException(
                    context.topology(), "%s, end of an epoch at '%s'".formatted(context.stage(), sink.name()), thrown);
        }
    }

    private Opened begin(PartitionAssignment assignment) {
        RecordWriter<Object, Object> writer = writers.computeIfAbsent(assignment, any -> newWriter());
        return new Opened(writer, writer.open(assignment.partition(), epoch));
    }

    @SuppressWarnings("unchecked") // the DSL has checked that the types of the stream are those of the writer
    private RecordWriter<Object, Object> newWriter() {
        return (RecordWriter<Object, Object>) sink.supplier().get();
    }

    private EpochAbandonedException abandoned(PartitionAssignment assignment) {
        return new EpochAbandonedException(
                context.topology(), assignment.partition().toString(), epoch);
    }
}
