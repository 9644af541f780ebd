package io.millrace.internal.operator;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adds each record to the windows of its key, and sees to windows that are closed: before the key's next record, or when their timer
 * fires, whichever comes first. So results do not depend on when timers fire.
 *
 * <p>Confined to the worker.
 */
final class WindowProcessor<K, V, A> implements Processor<K, V, Object, Object> {

    private final WindowAggregation<K, V, A> aggregation;
    private final String node;
    private @Nullable Parts<K, V, A> parts;

    WindowProcessor(WindowAggregation<K, V, A> aggregation, String node) {
        this.aggregation = aggregation;
        this.node = node;
    }

    /** What takes a context to make. */
    private record Parts<K, V, A>(
            ProcessorContext<Object, Object> context,
            DroppedRecords dropped,
            LateOutput<K, V> late,
            WindowStore<A> store,
            Results<K, A> results,
            WindowEdit<A> edit) {}

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        Results<K, A> results = aggregation.results(context);
        parts = new Parts<>(
                context,
                new DroppedRecords(context, node),
                aggregation.late(context, node),
                new WindowStore<>(context, aggregation.windowStores()),
                results,
                new WindowEdit<>(results.markOfChanged()));
    }

    @Override
    public void process(Record<K, V> record) {
        if (record.key() == null) {
            parts().dropped().withoutKey();
        } else if (record.value() == null) {
            parts().dropped().withoutValue();
        } else if (record.timestamp() < 0) {
            parts().late().add(record, parts().context().currentWatermarkMs()); // before all windows there are
        } else {
            add(record, parts());
        }
    }

    @Override
    public void onTimer(Timer<K> timer) {
        WindowStore<A> store = parts().store();
        KeyWindows<A> windows = store.get();
        if (windows.isEmpty()) {
            return;
        }
        if (aggregation.windowStores().isTimerOfWindows(timer)) {
            store.replaceFired(closed(timer.key(), windows, parts().context().currentWatermarkMs()));
        } else {
            store.replace(windows, parts().results().onTimer(timer.key(), windows));
        }
    }

    private void add(Record<K, V> record, Parts<K, V, A> with) {
        long watermark = with.context().currentWatermarkMs();
        KeyWindows<A> before = with.store().get();
        KeyWindows<A> open = closed(record.key(), before, watermark);
        WindowEdit<A> edit = with.edit();
        edit.begin(open);
        boolean late = aggregation.shape().add(edit, record, watermark);
        with.store().replace(before, edit.end());
        with.results().changed(record, open, edit);
        if (late) {
            with.late().add(record, watermark);
        }
    }

    /** Has those of {@code windows} that are closed tell so, and returns the others. */
    private KeyWindows<A> closed(K key, KeyWindows<A> windows, long watermark) {
        Expiry<A> expiry = aggregation.windowStores().expiry();
        return windows.isEmpty() || !expiry.isDue(windows, watermark)
                ? windows
                : expiry.close(key, windows, watermark, parts().results());
    }

    private Parts<K, V, A> parts() {
        return Objects.requireNonNull(parts, "init comes before process");
    }
}
