package io.millrace.topology;

import io.millrace.aggregation.Aggregation;
import io.millrace.internal.operator.Addition;
import io.millrace.processor.Aggregator;
import io.millrace.processor.Initializer;
import io.millrace.processor.Reducer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * What an aggregation makes of the values of a key. Immutable.
 *
 * @param operation how it is called
 * @param serde how aggregates are stored unless the user says otherwise; null for the default serde
 */
record Aggregating<K, V, A>(String operation, @Nullable Serde<A> serde, Addition<K, V, A> addition) {

    static <K, V> Aggregating<K, V, Long> count() {
        return new Aggregating<>("count", Serdes.Long(), (key, value, before) -> before == null ? 1 : before + 1);
    }

    static <K, V> Aggregating<K, V, V> reduce(Reducer<V> reducer, @Nullable Serde<V> serde) {
        return new Aggregating<>(
                "reduce", serde, (key, value, before) -> before == null ? value : reducer.apply(before, value));
    }

    static <K, V, A> Aggregating<K, V, A> by(
            Initializer<? extends A> initializer, Aggregator<? super K, ? super V, A> aggregator) {
        return new Aggregating<>(
                "aggregate",
                null,
                (key, value, before) -> aggregator.apply(key, value, before == null ? initializer.apply() : before));
    }

    static <K, V, A> Aggregating<K, V, A> by(Aggregation<? super V, A> aggregation) {
        return new Aggregating<>(
                "aggregate",
                aggregation.serde(),
                (key, value, before) -> before == null ? aggregation.first(value) : aggregation.add(before, value));
    }
}
