package io.millrace.internal.operator;

import io.millrace.processor.KeyValueMapper;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;
import io.millrace.state.MapState;
import io.millrace.state.TimerState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets the first record of each key and id pass, and drops those that follow within a time.
 *
 * <p>What was seen counts until the watermark has passed it by that time, whether its timer has fired or not: so a replay drops the
 * same records.
 *
 * <p>Confined to the worker.
 */
public final class Deduplication<K, V, I> implements Processor<K, V, K, V> {

    private final KeyValueMapper<? super K, ? super V, ? extends @Nullable I> ids;
    private final DeduplicationStores<I> stores;
    private @Nullable ProcessorContext<K, V> context;
    private @Nullable MapState<I, Sightings> seen;
    private @Nullable TimerState<I> timers;

    private Deduplication(
            KeyValueMapper<? super K, ? super V, ? extends @Nullable I> ids, DeduplicationStores<I> stores) {
        this.ids = ids;
        this.stores = stores;
    }

    public static <K, V, I> ProcessorSupplier<K, V, K, V> supplier(
            KeyValueMapper<? super K, ? super V, ? extends @Nullable I> ids, DeduplicationStores<I> stores) {
        return () -> new Deduplication<>(ids, stores);
    }

    @Override
    public void init(ProcessorContext<K, V> newContext) {
        context = newContext;
        seen = newContext.getStateStore(stores.seen());
        timers = newContext.getStateStore(stores.timers());
    }

    @Override
    public void process(Record<K, V> record) {
        @Nullable I id = record.key() == null ? null : ids.apply(record.key(), record.value());
        if (id == null || isFirst(id, record.timestamp())) {
            context().forward(record);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // timers are named by ids
    public void onTimer(Timer<K> timer) {
        I id = (I) timer.name();
        Sightings sightings = seen().get(id);
        if (sightings != null) {
            keep(id, sightings.since(horizon()));
        }
    }

    private boolean isFirst(I id, long timestamp) {
        long horizon = horizon();
        Sightings before = seen().get(id);
        if (before != null && before.isNear(timestamp, stores.withinMs(), horizon)) {
            return false;
        }
        if (timestamp >= horizon) {
            keep(
                    id,
                    before == null
                            ? new Sightings(List.of(timestamp))
                            : before.since(horizon).with(timestamp));
        }
        return true;
    }

    private void keep(I id, Sightings sightings) {
        if (sightings.isEmpty()) {
            seen().remove(id);
        } else {
            seen().put(id, sightings);
            Objects.requireNonNull(timers, "init comes before process")
                    .atEventTime(id, DeduplicationStores.forgottenAt(sightings, stores.withinMs()));
        }
    }

    /** Returns the time before which nothing counts any more. */
    private long horizon() {
        long watermark = context().currentWatermarkMs();
        return watermark < Long.MIN_VALUE + stores.withinMs() ? Long.MIN_VALUE : watermark - stores.withinMs();
    }

    private MapState<I, Sightings> seen() {
        return Objects.requireNonNull(seen, "init comes before process");
    }

    private ProcessorContext<K, V> context() {
        return Objects.requireNonNull(context, "init comes before process");
    }
}
