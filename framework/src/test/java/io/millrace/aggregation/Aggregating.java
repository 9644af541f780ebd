package io.millrace.aggregation;

import org.apache.kafka.common.serialization.Serde;

/** Runs aggregations and their serdes as stores do. */
final class Aggregating {

    private Aggregating() {}

    /** Returns the aggregate of {@code values}, at least one. */
    @SafeVarargs
    static <V, A> A all(Aggregation<V, A> aggregation, V... values) {
        A aggregate = aggregation.first(values[0]);
        for (int i = 1; i < values.length; i++) {
            aggregate = aggregation.add(aggregate, values[i]);
        }
        return aggregate;
    }

    static <A> byte[] bytes(Serde<A> serde, A aggregate) {
        return serde.serializer().serialize("store", aggregate);
    }

    static <A> A read(Serde<A> serde, byte[] bytes) {
        return serde.deserializer().deserialize("store", bytes);
    }

    /** Returns what is read of what {@code aggregate} is written as. */
    static <A> A stored(Serde<A> serde, A aggregate) {
        return read(serde, bytes(serde, aggregate));
    }
}
