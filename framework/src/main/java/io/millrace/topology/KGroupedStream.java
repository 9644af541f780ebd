package io.millrace.topology;

import io.millrace.aggregation.Aggregation;
import io.millrace.processor.Aggregator;
import io.millrace.processor.Initializer;
import io.millrace.processor.Reducer;
import io.millrace.state.Materialized;
import io.millrace.window.SessionWindows;
import io.millrace.window.SlidingWindows;
import io.millrace.window.TimeWindows;
import org.jspecify.annotations.Nullable;

/**
 * The records of a stream by key, ready to be aggregated. Each aggregation keeps one value for each key in a store, and gives
 * the new value for each record at once, with the record's timestamp and headers.
 *
 * <p>Records without a key or without a value are dropped; the first one is logged.
 *
 * <p>Name the stores, with {@link Materialized#as}: an aggregation without a name gets one made from its position in the
 * topology, such as {@code count-3-store}, so that a change of the topology may part it from its state.
 *
 * <p>Not thread-safe.
 */
public final class KGroupedStream<K, V> {

    private final StreamPoint<K, V> before;
    private final Grouped<K, V> grouped;
    private @Nullable StreamPoint<K, V> begun;

    KGroupedStream(StreamPoint<K, V> point, Grouped<K, V> grouped) {
        this.before = point.withSerdes(grouped.keySerde, grouped.valueSerde);
        this.grouped = grouped;
        if (grouped.name == null && grouped.parallelism != 1) {
            point.graph()
                    .problem(
                            "A grouping has parallelism %d but no name: give it one with withName, which begins a stage."
                                    .formatted(grouped.parallelism));
        }
    }

    /** Counts the records of each key. */
    public KTable<K, Long> count() {
        return stored(Aggregating.count(), null);
    }

    public KTable<K, Long> count(Materialized<K, Long> materialized) {
        return stored(Aggregating.count(), materialized);
    }

    /** Reduces the values of each key to one of the same type; the first value stands for itself. */
    public KTable<K, V> reduce(Reducer<V> reducer) {
        return stored(Aggregating.reduce(reducer, before.valueSerde()), null);
    }

    public KTable<K, V> reduce(Reducer<V> reducer, Materialized<K, V> materialized) {
        return stored(Aggregating.reduce(reducer, before.valueSerde()), materialized);
    }

    /** Adds the values of each key to an aggregate, which is stored with the default serde for values. */
    public <A> KTable<K, A> aggregate(
            Initializer<? extends A> initializer, Aggregator<? super K, ? super V, A> aggregator) {
        return stored(Aggregating.<K, V, A>by(initializer, aggregator), null);
    }

    /** Adds the values of each key to an aggregate. */
    public <A> KTable<K, A> aggregate(
            Initializer<? extends A> initializer,
            Aggregator<? super K, ? super V, A> aggregator,
            Materialized<K, A> materialized) {
        return stored(Aggregating.<K, V, A>by(initializer, aggregator), materialized);
    }

    /** Aggregates the values of each key in a ready-made way, stored as it stores them. */
    public <A> KTable<K, A> aggregate(Aggregation<? super V, A> aggregation) {
        return stored(Aggregating.<K, V, A>by(aggregation), null);
    }

    /** The same; a value serde of {@code materialized} goes before that of {@code aggregation}. */
    public <A> KTable<K, A> aggregate(Aggregation<? super V, A> aggregation, Materialized<K, A> materialized) {
        return stored(Aggregating.<K, V, A>by(aggregation), materialized);
    }

    /** Groups by tumbling or hopping windows, too: there is an aggregate for each key and window. */
    public TimeWindowedKStream<K, V> windowedBy(TimeWindows windows) {
        return TimeWindowedKStream.of(this, windows);
    }

    /** Groups by sliding windows, too: there is an aggregate for each key and window. */
    public TimeWindowedKStream<K, V> windowedBy(SlidingWindows windows) {
        return TimeWindowedKStream.of(this, windows);
    }

    /** Groups by sessions, too: there is an aggregate for each key and session. */
    public SessionWindowedKStream<K, V> windowedBy(SessionWindows windows) {
        return SessionWindowedKStream.of(this, windows);
    }

    /** Begins an aggregate that the values of further streams are added to as well. */
    public <A> CogroupedKStream<K, A> cogroup(Aggregator<? super K, ? super V, A> aggregator) {
        return new CogroupedKStream<K, A>(before.graph()).cogroup(this, aggregator);
    }

    /** Returns where its stream is grouped, before the stage that it may begin. */
    StreamPoint<K, V> point() {
        return before;
    }

    Grouped<K, V> grouped() {
        return grouped;
    }

    private <A> KTable<K, A> stored(Aggregating<K, V, A> aggregating, @Nullable Materialized<K, A> materialized) {
        StreamPoint<K, V> gathered = gathered(new TableStore<>(materialized, null, null));
        return KTable.stored(
                gathered,
                aggregating.operation(),
                new TableStore<>(materialized, gathered.keySerde(), aggregating.serde()),
                (node, definition) -> () -> new AggregationProcessor<>(node, definition, aggregating.addition()));
    }

    /** All aggregations are behind one shuffle, which is added at the first: a cogroup brings all its streams into one. */
    StreamPoint<K, V> gathered(TableStore<K, ?> store) {
        if (begun == null) {
            begun = before.graph().shuffles().group(before.keyedAs(store), grouped, store.name());
        }
        return begun;
    }
}
