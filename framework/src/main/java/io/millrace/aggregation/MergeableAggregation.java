package io.millrace.aggregation;

/**
 * An aggregation whose aggregates can be joined, as sessions need it: a record that fills the gap between two of them makes them
 * one.
 *
 * @param <V> what is aggregated
 * @param <A> the aggregate
 */
public interface MergeableAggregation<V, A> extends Aggregation<V, A> {

    /** Returns a new aggregate of all that is in {@code one} and in {@code other}, of which neither may be changed. */
    A merge(A one, A other);
}
