package io.millrace.internal.stage;

import io.millrace.internal.exchange.Origin;
import io.millrace.sink.BatchWriter;
import io.millrace.sink.Sink;
import io.millrace.sink.SinkContext;
import io.millrace.sink.SinkRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the batches of one worker to one sink elsewhere, and waits for the sink meanwhile: so it has a thread of its own.
 *
 * <p>Confined to whoever runs it; {@link #seen} is for any thread.
 */
public final class SinkCaller implements Worker {

    private final Sink<Object, Object> sink;
    private final SinkContext context;
    private final SinkCall call;
    private final Consumer<Origin> written;
    private @Nullable BatchWriter<Object, Object> writer;
    private long calls;
    private volatile CurrentCall.@Nullable Seen seen;

    /** {@code written} takes the origin of each record that was written, when it was. */
    SinkCaller(Sink<Object, Object> sink, SinkContext context, SinkCall call, Consumer<Origin> written) {
        this.sink = sink;
        this.context = context;
        this.call = call;
        this.written = written;
    }

    @Override
    public String name() {
        return context.sink() + "-" + context.worker();
    }

    /** Returns the name of the stage whose records it writes. */
    public String stage() {
        return context.stage();
    }

    /** Returns the call of the sink that it is in, with the first record of its batch; null if it is in none. */
    public CurrentCall.@Nullable Seen seen() {
        return seen;
    }

    @Override
    public int doWork() {
        SinkTask task = call.takeTask();
        if (task == null) {
            return 0;
        }
        Optional<Origin> first = Optional.of(task.items().get(0).origin());
        seen = new CurrentCall.Seen(
                ++calls, context.sink(), first.filter(Origin::isRecord).map(Origin::metadata));
        SinkCall.Outcome outcome = carryOut(task);
        seen = null;
        call.end(outcome);
        return 1;
    }

    @Override
    public void close() {
        BatchWriter<Object, Object> open = writer;
        writer = null;
        if (open != null) {
            seen = new CurrentCall.Seen(++calls, context.sink(), Optional.empty());
            try {
                open.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("The writer of sink '%s' was not closed".formatted(context.sink()), e);
            } finally {
                seen = null;
            }
        }
    }

    private SinkCall.Outcome carryOut(SinkTask task) {
        try {
            if (task instanceof SinkTask.GiveUp giveUp) {
                BatchItem item = giveUp.item();
                open().giveUp(item.record(), item.origin().assignment().replayFrom());
            } else {
                open().write(records(task.items()));
                task.items().forEach(item -> written.accept(item.origin()));
            }
            return SinkCall.Outcome.DONE;
        } catch (Exception e) {
            return new SinkCall.Outcome(e);
        }
    }

    private static List<SinkRecord<Object, Object>> records(List<BatchItem> items) {
        return items.stream().map(BatchItem::record).toList();
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
