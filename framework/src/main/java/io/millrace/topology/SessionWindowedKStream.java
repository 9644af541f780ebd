package io.millrace.topology;

import io.millrace.aggregation.MergeableAggregation;
import io.millrace.internal.operator.Merging;
import io.millrace.internal.operator.WindowAggregation;
import io.millrace.processor.Aggregator;
import io.millrace.processor.Initializer;
import io.millrace.processor.Merger;
import io.millrace.processor.Reducer;
import io.millrace.state.Materialized;
import io.millrace.window.EmitStrategy;
import io.millrace.window.SessionWindows;
import io.millrace.window.Windowed;
import io.millrace.window.WindowedSerdes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The records of a stream by key and session, ready to be aggregated. Sessions go by event time: by the timestamps of the records,
 * and by the watermark, which says how far time has come.
 *
 * <p>A session changes its window with each record that makes it longer: the former window has a null as its new result then, so that
 * a table of the results has each session once. Results have the end of their session as timestamp. All sessions of a key are kept
 * together as one value of a store. They are dropped when they are closed, and with the last one the key.
 *
 * <p>A record that would belong to a session which was closed already is dropped. Such records are counted, and the first one is
 * logged. Records without a key or without a value are dropped.
 *
 * <p>Immutable view on the builder; not thread-safe.
 */
public final class SessionWindowedKStream<K, V> {

    private final WindowedStream<K, V> stream;
    private final SessionWindows windows;

    private SessionWindowedKStream(WindowedStream<K, V> stream, SessionWindows windows) {
        this.stream = stream;
        this.windows = windows;
    }

    static <K, V> SessionWindowedKStream<K, V> of(KGroupedStream<K, V> grouped, SessionWindows windows) {
        new WindowSpans(grouped.point().graph()).check(windows);
        return new SessionWindowedKStream<>(new WindowedStream<>(grouped), windows);
    }

    /** Sets when results are told; at each change unless set. */
    public SessionWindowedKStream<K, V> emitStrategy(EmitStrategy strategy) {
        return new SessionWindowedKStream<>(stream.withEmit(strategy), windows);
    }

    /**
     * Has {@code late} take the stream of those records that came too late for any session. It is called for each aggregation that
     * follows.
     */
    public SessionWindowedKStream<K, V> onLate(Consumer<KStream<K, V>> late) {
        return new SessionWindowedKStream<>(stream.withLate(late), windows);
    }

    /** Counts the records of each key and session. */
    public KTable<Windowed<K>, Long> count() {
        return counted(null);
    }

    public KTable<Windowed<K>, Long> count(Materialized<K, Long> materialized) {
        return counted(materialized);
    }

    /**
     * Reduces the values of each key and session to one of the same type; the first value stands for itself, and {@code reducer}
     * also joins sessions that become one.
     */
    public KTable<Windowed<K>, V> reduce(Reducer<V> reducer) {
        return reduced(reducer, null);
    }

    public KTable<Windowed<K>, V> reduce(Reducer<V> reducer, Materialized<K, V> materialized) {
        return reduced(reducer, materialized);
    }

    /**
     * Adds the values of each key and session to an aggregate, which is stored with the default serde for values.
     *
     * @param merger joins the aggregates of sessions that become one; the first of them is joined to what {@code initializer} gives
     */
    public <A> KTable<Windowed<K>, A> aggregate(
            Initializer<? extends A> initializer,
            Aggregator<? super K, ? super V, A> aggregator,
            Merger<? super K, A> merger) {
        return aggregated(initializer, aggregator, merger, null);
    }

    public <A> KTable<Windowed<K>, A> aggregate(
            Initializer<? extends A> initializer,
            Aggregator<? super K, ? super V, A> aggregator,
            Merger<? super K, A> merger,
            Materialized<K, A> materialized) {
        return aggregated(initializer, aggregator, merger, materialized);
    }

    /** Aggregates the values of each key and session in a ready-made way, stored as it stores them. */
    public <A> KTable<Windowed<K>, A> aggregate(MergeableAggregation<? super V, A> aggregation) {
        return aggregated(aggregation, null);
    }

    /** The same; a value serde of {@code materialized} goes before that of {@code aggregation}. */
    public <A> KTable<Windowed<K>, A> aggregate(
            MergeableAggregation<? super V, A> aggregation, Materialized<K, A> materialized) {
        return aggregated(aggregation, materialized);
    }

    private KTable<Windowed<K>, Long> counted(@Nullable Materialized<K, Long> materialized) {
        return stored(Aggregating.count(), (key, before, next) -> before == null ? next : before + next, materialized);
    }

    private KTable<Windowed<K>, V> reduced(Reducer<V> reducer, @Nullable Materialized<K, V> materialized) {
        return stored(
                Aggregating.reduce(reducer, stream.grouped().point().valueSerde()),
                (key, before, next) -> before == null ? next : reducer.apply(before, next),
                materialized);
    }

    private <A> KTable<Windowed<K>, A> aggregated(
            Initializer<? extends A> initializer,
            Aggregator<? super K, ? super V, A> aggregator,
            Merger<? super K, A> merger,
            @Nullable Materialized<K, A> materialized) {
        return stored(
                Aggregating.by(initializer, aggregator),
                (key, before, next) -> merger.apply(key, before == null ? initializer.apply() : before, next),
                materialized);
    }

    private <A> KTable<Windowed<K>, A> aggregated(
            MergeableAggregation<? super V, A> aggregation, @Nullable Materialized<K, A> materialized) {
        return stored(
                Aggregating.by(aggregation),
                (key, before, next) -> before == null ? next : aggregation.merge(before, next),
                materialized);
    }

    private <A> KTable<Windowed<K>, A> stored(
            Aggregating<K, V, A> aggregating, Merging<K, A> merging, @Nullable Materialized<K, A> materialized) {
        return stream.aggregated(
                aggregating,
                materialized,
                (telling, table) -> WindowAggregation.of(windows, aggregating.addition(), merging, telling, table),
                WindowedSerdes::sessionWindowed);
    }
}
