package io.millrace.aggregation;

import io.millrace.errors.MissingLibraryException;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * Makes the usual aggregations.
 *
 * <pre>{@code
 * payments.groupByKey().aggregate(Aggregations.sumLong(Payment::cents), Materialized.as("spent"));
 * }</pre>
 */
public final class Aggregations {

    private static final String HASH4J = "com.dynatrace.hash4j:hash4j";

    private Aggregations() {}

    /** Sums whole numbers. A sum that exceeds a long fails the topology, rather than become wrong. */
    public static <V> MergeableAggregation<V, Long> sumLong(ToLongFunction<? super V> number) {
        return of(
                Serdes.Long(),
                number::applyAsLong,
                (sum, value) -> sum(sum, number.applyAsLong(value)),
                Aggregations::sum);
    }

    /** Sums doubles without adding up rounding errors; what is NaN once stays so. */
    public static <V> MergeableAggregation<V, DoubleSum> sumDouble(ToDoubleFunction<? super V> number) {
        return of(
                DoubleSum.SERDE,
                value -> DoubleSum.of(number.applyAsDouble(value)),
                (sum, value) -> sum.plus(number.applyAsDouble(value)),
                DoubleSum::plus);
    }

    /** Takes the mean of numbers; what is NaN once stays so. */
    public static <V> MergeableAggregation<V, Average> average(ToDoubleFunction<? super V> number) {
        return of(
                Average.SERDE,
                value -> Average.of(number.applyAsDouble(value)),
                (average, value) -> average.plus(number.applyAsDouble(value)),
                Average::plus);
    }

    /** Keeps the least value, of equal ones the earliest. */
    public static <V> MergeableAggregation<V, V> min(Comparator<? super V> order, Serde<V> serde) {
        BinaryOperator<V> lesser = (least, value) -> order.compare(value, least) < 0 ? value : least;
        return of(serde, value -> value, lesser::apply, lesser);
    }

    /** Keeps the greatest value, of equal ones the earliest. */
    public static <V> MergeableAggregation<V, V> max(Comparator<? super V> order, Serde<V> serde) {
        BinaryOperator<V> greater = (greatest, value) -> order.compare(value, greatest) > 0 ? value : greatest;
        return of(serde, value -> value, greater::apply, greater);
    }

    /**
     * Keeps the {@code size} greatest values.
     *
     * @param size at least 1; if it is changed later, stored lists follow at the next record of their key
     * @param serde of one value
     * @throws IllegalArgumentException if {@code size} is less than 1
     */
    public static <V> MergeableAggregation<V, TopN<V>> topN(int size, Comparator<? super V> order, Serde<V> serde) {
        if (size < 1) {
            throw new IllegalArgumentException(
                    "The greatest %d values are to be kept: give at least 1".formatted(size));
        }
        TopN<V> none = new TopN<>(List.of());
        return of(
                new TopN.Stored<>(serde),
                value -> none.plus(value, size, order),
                (greatest, value) -> greatest.plus(value, size, order),
                (one, other) -> one.plus(other, size, order));
    }

    /**
     * Counts distinct texts, about: see {@link DistinctCount}. Values that give null are not counted.
     *
     * @throws MissingLibraryException if {@code com.dynatrace.hash4j:hash4j} is not on the class path
     */
    public static <V> MergeableAggregation<V, DistinctCount> approximateDistinct(
            Function<? super V, ? extends @Nullable String> text) {
        requireHash4j();
        return distinct((count, value) -> {
            @Nullable String found = text.apply(value);
            return found == null ? count : count.plus(Sketch.hash(found));
        });
    }

    /**
     * Counts distinct whole numbers, about: see {@link DistinctCount}.
     *
     * @throws MissingLibraryException if {@code com.dynatrace.hash4j:hash4j} is not on the class path
     */
    public static <V> MergeableAggregation<V, DistinctCount> approximateDistinctLong(ToLongFunction<? super V> number) {
        requireHash4j();
        return distinct((count, value) -> count.plus(Sketch.hash(number.applyAsLong(value))));
    }

    private static <V> MergeableAggregation<V, DistinctCount> distinct(
            BiFunction<DistinctCount, V, DistinctCount> addition) {
        return of(
                DistinctCount.SERDE, value -> addition.apply(DistinctCount.NONE, value), addition, DistinctCount::plus);
    }

    private static void requireHash4j() {
        try {
            Class.forName("com.dynatrace.hash4j.hashing.Hashing");
        } catch (ClassNotFoundException e) {
            throw new MissingLibraryException("approximateDistinct needs", HASH4J, e);
        }
    }

    private static long sum(long sum, long number) {
        try {
            return Math.addExact(sum, number);
        } catch (ArithmeticException e) {
            throw new ArithmeticException("A sum exceeds what a long can hold: sum larger units, or use sumDouble");
        }
    }

    private static <V, A> MergeableAggregation<V, A> of(
            Serde<A> serde, Function<V, A> beginning, BiFunction<A, V, A> addition, BinaryOperator<A> merging) {
        return new OfFunctions<>(serde, beginning, addition, merging);
    }

    private record OfFunctions<V, A>(
            Serde<A> serde, Function<V, A> beginning, BiFunction<A, V, A> addition, BinaryOperator<A> merging)
            implements MergeableAggregation<V, A> {

        @Override
        public A first(V value) {
            return beginning.apply(value);
        }

        @Override
        public A add(A aggregate, V value) {
            return addition.apply(aggregate, value);
        }

        @Override
        public A merge(A one, A other) {
            return merging.apply(one, other);
        }
    }
}
