package io.millrace.internal.stage;

import io.millrace.sink.BatchWriter;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the batches of one worker to one sink elsewhere, and waits for the sink meanwhile: so it has a thread of its own.
 *
 * <p>Confined to whoever runs it.
 */
final class SinkCaller implements Worker {

    private final Sink<Object, Object> sink;
    private final SinkContext context;
    private final SinkCall call;
    private @Nullable BatchWriter<Object, Object> writer;

    SinkCaller(Sink<Object, Object> sink, SinkContext context, SinkCall call) {
        this.sink = sink;
        this.context = context;
        this.call = call;
    }

    @Override
    public String name() {
        return context.sink() + "-" + context.worker();
    }

    @Override
    public int doWork() {
        List<SinkRecord<Object, Object>> batch = call.takeBatch();
        if (batch == null) {
            return 0;
        }
        call.end(write(batch));
        return 1;
    }

    @Override
    public void close() {
        BatchWriter<Object, Object> open = writer;
        writer = null;
        if (open != null) {
            try {
                open.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("The writer of sink '%s' was not closed".formatted(context.sink()), e);
            }
        }
    }

    private SinkCall.Outcome write(List<SinkRecord<Object, Object>> batch) {
        try {
            open().write(batch);
            return SinkCall.Outcome.WRITTEN;
        } catch (Exception e) {
            return new SinkCall.Outcome(e);
        }
    }

    private BatchWriter<Object, Object> open() {
        BatchWriter<Object, Object> current = writer;
        if (current == null) {
            current = sink.writer(context);
            writer = current;
        }
        return current;
    }
}
