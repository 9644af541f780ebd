package io.millrace.internal.operator;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;
import io.millrace.processor.ValueJoiner;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Joins the records of two streams that have the same key and lie near enough in event time. Each waits in a buffer for partners
 * that come after it.
 *
 * <p>A late record, whose window is closed, joins with what still waits, and does not wait itself. What leaves a left or outer
 * join without a partner does so when its window closes, or at once if it is late, and joins with nothing any more.
 *
 * <p>Confined to the worker.
 */
public final class StreamStreamJoin<K, V> implements Processor<K, Sided, K, V> {

    private final JoinKind kind;
    private final ValueJoiner<?, ?, ? extends V> joiner;
    private final Map<JoinSide, JoinBufferStores<Object>> stores;
    private final Map<JoinSide, JoinBuffer<Object>> buffers = new EnumMap<>(JoinSide.class);
    private @Nullable ProcessorContext<K, V> context;
    private @Nullable LateRecords late;

    private StreamStreamJoin(
            JoinKind kind, ValueJoiner<?, ?, ? extends V> joiner, Map<JoinSide, JoinBufferStores<Object>> stores) {
        this.kind = kind;
        this.joiner = joiner;
        this.stores = stores;
    }

    /** Returns what makes them; {@code joiner} takes what the two sides of {@code stores} hold. */
    public static <K, V> ProcessorSupplier<K, Sided, K, V> supplier(
            JoinKind kind, ValueJoiner<?, ?, ? extends V> joiner, Map<JoinSide, JoinBufferStores<Object>> stores) {
        return () -> new StreamStreamJoin<>(kind, joiner, stores);
    }

    @Override
    public void init(ProcessorContext<K, V> newContext) {
        context = newContext;
        late = LateRecords.of(newContext);
        stores.forEach((side, definitions) -> buffers.put(side, definitions.open(newContext)));
    }

    @Override
    public void process(Record<K, Sided> record) {
        JoinSide side = record.value().side();
        Object value = Objects.requireNonNull(record.value().value(), "records without a value are dropped before");
        if (record.key() == null) {
            forward(record, record.timestamp(), Sided.join(joiner, side, value, null));
            return;
        }
        JoinBuffer<Object> mine = buffer(side);
        long timestamp = record.timestamp();
        long watermark = context().currentWatermarkMs();
        boolean joined = buffer(side.other())
                .join(
                        mine.span().from(timestamp),
                        mine.span().to(timestamp),
                        watermark,
                        (partner, at) ->
                                forward(record, Math.max(timestamp, at), Sided.join(joiner, side, value, partner)));
        boolean alone = !joined && kind.keeps(side);
        if (watermark < mine.span().closedAt(timestamp)) {
            mine.add(timestamp, value, alone);
        } else if (alone) {
            forward(record, timestamp, Sided.join(joiner, side, value, null));
        } else if (!joined) {
            Objects.requireNonNull(late, "init comes before process").countLate();
        }
    }

    /** What leaves without a partner has no headers: those of its record are not kept. */
    @Override
    public void onTimer(Timer<K> timer) {
        JoinSide side = timer.store().equals(stores(JoinSide.LEFT).timersName()) ? JoinSide.LEFT : JoinSide.RIGHT;
        long timestamp = (Long) timer.name();
        for (Object value : buffer(side).release(timestamp, context().currentWatermarkMs())) {
            context()
                    .forward(new Record<>(
                            timer.key(), Sided.join(joiner, side, value, null), timestamp, new RecordHeaders()));
        }
    }

    private void forward(Record<K, Sided> record, long timestamp, V joined) {
        context().forward(record.<V>withValue(joined).withTimestamp(timestamp));
    }

    private JoinBuffer<Object> buffer(JoinSide side) {
        return Objects.requireNonNull(buffers.get(side), "init comes before process");
    }

    private JoinBufferStores<Object> stores(JoinSide side) {
        return Objects.requireNonNull(stores.get(side), "both sides have stores");
    }

    private ProcessorContext<K, V> context() {
        return Objects.requireNonNull(context, "init comes before process");
    }
}
