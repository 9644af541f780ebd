package io.millrace.topology;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Prints records, as many in a second as it may, and how many were left out when the next second has a record. Confined to the worker. */
final class PrintProcessor<K extends @Nullable Object, V extends @Nullable Object>
        implements Processor<K, V, Void, Void> {

    private static final long MILLIS_PER_SECOND = 1_000;

    private final Printed<K, V> printed;
    private @Nullable ProcessorContext<Void, Void> context;
    private long second;
    private long lines;

    PrintProcessor(Printed<K, V> printed) {
        this.printed = printed;
    }

    @Override
    public void init(ProcessorContext<Void, Void> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<K, V> record) {
        begin(Objects.requireNonNull(context, "init comes before process").currentSystemTimeMs() / MILLIS_PER_SECOND);
        if (lines++ < printed.linesPerSecond) {
            printed.print(record.key(), record.value());
        }
    }

    @Override
    public void close() {
        tellLeftOut();
    }

    private void begin(long newSecond) {
        if (newSecond != second) {
            tellLeftOut();
            second = newSecond;
            lines = 0;
        }
    }

    private void tellLeftOut() {
        if (lines > printed.linesPerSecond) {
            printed.printLeftOut(lines - printed.linesPerSecond);
        }
    }
}
