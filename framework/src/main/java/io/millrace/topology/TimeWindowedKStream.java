package io.millrace.topology;

import io.millrace.aggregation.Aggregation;
import io.millrace.internal.operator.WindowAggregation;
import io.millrace.processor.Aggregator;
import io.millrace.processor.Initializer;
import io.millrace.processor.Reducer;
import io.millrace.state.Materialized;
import io.millrace.window.EmitStrategy;
import io.millrace.window.SlidingWindows;
import io.millrace.window.TimeWindows;
import io.millrace.window.Windowed;
import io.millrace.window.WindowedSerdes;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * The records of a stream by key and window, ready to be aggregated. Windows go by event time: by the timestamps of the records, and
 * by the watermark, which says how far time has come.
 *
 * <p>All windows of a key are kept together as one value of a store. They are dropped when they are closed, and with the last one the
 * key. Results have the largest timestamp of the records in their window.
 *
 * <p>A record that comes after a window was closed is not added to it. Such records are counted, and the first one is logged.
 * Records without a key or without a value are dropped.
 *
 * <p>Immutable view on the builder; not thread-safe.
 */
public final class TimeWindowedKStream<K, V> {

    private final WindowedStream<K, V> stream;
    private final Kind kind;

    private TimeWindowedKStream(WindowedStream<K, V> stream, Kind kind) {
        this.stream = stream;
        this.kind = kind;
    }

    /** Windows whose size is known beforehand. */
    private sealed interface Kind {}

    private record Fixed(TimeWindows windows) implements Kind {}

    private record Sliding(SlidingWindows windows) implements Kind {}

    static <K, V> TimeWindowedKStream<K, V> of(KGroupedStream<K, V> grouped, TimeWindows windows) {
        new WindowSpans(grouped.point().graph()).check(windows);
        return new TimeWindowedKStream<>(new WindowedStream<>(grouped), new Fixed(windows));
    }

    static <K, V> TimeWindowedKStream<K, V> of(KGroupedStream<K, V> grouped, SlidingWindows windows) {
        new WindowSpans(grouped.point().graph()).check(windows);
        return new TimeWindowedKStream<>(new WindowedStream<>(grouped), new Sliding(windows));
    }

    /** Sets when results are told; at each change unless set. */
    public TimeWindowedKStream<K, V> emitStrategy(EmitStrategy strategy) {
        return new TimeWindowedKStream<>(stream.withEmit(strategy), kind);
    }

    /**
     * Has {@code late} take the stream of those records that are missing in a window because it was closed when they came, each
     * once. They may be in other windows all the same. It is called for each aggregation that follows.
     */
    public TimeWindowedKStream<K, V> onLate(Consumer<KStream<K, V>> late) {
        return new TimeWindowedKStream<>(stream.withLate(late), kind);
    }

    /** Counts the records of each key and window. */
    public KTable<Windowed<K>, Long> count() {
        return aggregated(Aggregating.count(), null);
    }

    public KTable<Windowed<K>, Long> count(Materialized<K, Long> materialized) {
        return aggregated(Aggregating.count(), materialized);
    }

    /** Reduces the values of each key and window to one of the same type; the first value stands for itself. */
    public KTable<Windowed<K>, V> reduce(Reducer<V> reducer) {
        return aggregated(Aggregating.reduce(reducer, valueSerde()), null);
    }

    public KTable<Windowed<K>, V> reduce(Reducer<V> reducer, Materialized<K, V> materialized) {
        return aggregated(Aggregating.reduce(reducer, valueSerde()), materialized);
    }

    /** Adds the values of each key and window to an aggregate, which is stored with the default serde for values. */
    public <A> KTable<Windowed<K>, A> aggregate(
            Initializer<? extends A> initializer, Aggregator<? super K, ? super V, A> aggregator) {
        return aggregated(Aggregating.<K, V, A>by(initializer, aggregator), null);
    }

    public <A> KTable<Windowed<K>, A> aggregate(
            Initializer<? extends A> initializer,
            Aggregator<? super K, ? super V, A> aggregator,
            Materialized<K, A> materialized) {
        return aggregated(Aggregating.<K, V, A>by(initializer, aggregator), materialized);
    }

    /** Aggregates the values of each key and window in a ready-made way, stored as it stores them. */
    public <A> KTable<Windowed<K>, A> aggregate(Aggregation<? super V, A> aggregation) {
        return aggregated(Aggregating.<K, V, A>by(aggregation), null);
    }

    /** The same; a value serde of {@code materialized} goes before that of {@code aggregation}. */
    public <A> KTable<Windowed<K>, A> aggregate(
            Aggregation<? super V, A> aggregation, Materialized<K, A> materialized) {
        return aggregated(Aggregating.<K, V, A>by(aggregation), materialized);
    }

    private @Nullable Serde<V> valueSerde() {
        return stream.grouped().point().valueSerde();
    }

    private <A> KTable<Windowed<K>, A> aggregated(
            Aggregating<K, V, A> aggregating, @Nullable Materialized<K, A> materialized) {
        if (kind instanceof Sliding sliding) {
            return stream.aggregated(
                    aggregating,
                    materialized,
                    (telling, table) -> WindowAggregation.of(sliding.windows(), aggregating.addition(), telling, table),
                    keySerde -> WindowedSerdes.timeWindowed(
                            keySerde, sliding.windows().timeDifference()));
        }
        TimeWindows windows = ((Fixed) kind).windows();
        return stream.aggregated(
                aggregating,
                materialized,
                (telling, table) -> WindowAggregation.of(windows, aggregating.addition(), telling, table),
                keySerde -> WindowedSerdes.timeWindowed(keySerde, windows.size()));
    }
}
