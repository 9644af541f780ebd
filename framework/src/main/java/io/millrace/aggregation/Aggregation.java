package io.millrace.aggregation;

import org.apache.kafka.common.serialization.Serde;

/**
 * A way to make one value of all values of a key, with the serde to store it; {@link Aggregations} has the usual ones.
 *
 * <p>The workers of a stage share one instance: it must be thread-safe, and must not block. Aggregates are immutable values: an
 * aggregate that was returned must not be changed.
 *
 * @param <V> what is aggregated
 * @param <A> the aggregate
 */
public interface Aggregation<V, A> {

    /** Returns the aggregate of {@code value} alone. */
    A first(V value);

    /** Returns a new aggregate of all that is in {@code aggregate}, and {@code value}. */
    A add(A aggregate, V value);

    /** Returns how aggregates are stored. */
    Serde<A> serde();
}
