package io.millrace.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** Two aggregates that are joined are what one of all values would be. */
class MergeTest {

    @Test
    void sumsAreSummed() {
        assertThat(Aggregations.sumLong(Long::longValue).merge(3L, 4L)).isEqualTo(7);
        assertThat(Aggregations.sumDouble(Double::doubleValue)
                        .merge(DoubleSum.of(1e100).plus(1), DoubleSum.of(-1e100).plus(2))
                        .value())
                .isEqualTo(3);
    }

    @Test
    void anAverageIsOverAllNumbers() {
        MergeableAggregation<Double, Average> average = Aggregations.average(Double::doubleValue);

        Average merged = average.merge(Aggregating.all(average, 1.0, 2.0), Aggregating.all(average, 6.0));

        assertThat(merged.count()).isEqualTo(3);
        assertThat(merged.value()).isEqualTo(3);
    }

    @Test
    void extremesAreThoseOfAll() {
        assertThat(Aggregations.min(Comparator.<Long>naturalOrder(), Serdes.Long())
                        .merge(3L, 4L))
                .isEqualTo(3);
        assertThat(Aggregations.max(Comparator.<Long>naturalOrder(), Serdes.Long())
                        .merge(3L, 4L))
                .isEqualTo(4);
    }

    @Test
    void theGreatestAreThoseOfAll() {
        MergeableAggregation<Long, TopN<Long>> top = Aggregations.topN(3, Comparator.naturalOrder(), Serdes.Long());

        TopN<Long> merged = top.merge(Aggregating.all(top, 1L, 7L, 5L), Aggregating.all(top, 6L, 2L));

        assertThat(merged.values()).isEqualTo(List.of(7L, 6L, 5L));
    }

    @Test
    void distinctValuesOfBothAreCountedOnce() {
        assertThat(distinct(0, 100, 50, 200).value()).isEqualTo(200);
        assertThat(distinct(0, 100, 50, 10_000).value()).isBetween(9_500L, 10_500L);
        assertThat(distinct(50, 10_000, 0, 100).value()).isBetween(9_500L, 10_500L);
        assertThat(distinct(0, 10_000, 5_000, 15_000).value()).isBetween(14_250L, 15_750L);
    }

    /** Counts the numbers of two ranges by themselves, and joins the counts. */
    private static DistinctCount distinct(long from, long to, long otherFrom, long otherTo) {
        MergeableAggregation<Long, DistinctCount> distinct = Aggregations.approximateDistinctLong(Long::longValue);
        return distinct.merge(
                Aggregating.all(distinct, numbers(from, to)), Aggregating.all(distinct, numbers(otherFrom, otherTo)));
    }

    private static Long[] numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toArray(Long[]::new);
    }
}
