package io.millrace.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sums and averages, to the last digit. */
class SumsTest {

    private final Aggregation<Long, Long> sumLong = Aggregations.sumLong(Long::longValue);
    private final Aggregation<Double, DoubleSum> sumDouble = Aggregations.sumDouble(Double::doubleValue);
    private final Aggregation<Double, Average> average = Aggregations.average(Double::doubleValue);

    @Test
    void longsAreSummed() {
        assertThat(Aggregating.all(sumLong, 1L, -3L, 5L)).isEqualTo(3);
    }

    @Test
    void aSumOfLongsReachesItsLimits() {
        assertThat(Aggregating.all(sumLong, Long.MAX_VALUE - 1, 1L)).isEqualTo(Long.MAX_VALUE);
        assertThat(Aggregating.all(sumLong, Long.MIN_VALUE + 1, -1L)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aSumOfLongsDoesNotWrapAround() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Aggregating.all(sumLong, Long.MAX_VALUE, 1L))
                .withMessage("A sum exceeds what a long can hold: sum larger units, or use sumDouble");
    }

    @Test
    void aStoredSumOfLongsIsTheSame() {
        assertThat(Aggregating.stored(sumLong.serde(), Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void doublesAreSummedWithoutRoundingErrors() {
        assertThat(Aggregating.all(sumDouble, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)
                        .value())
                .isEqualTo(1.0);
        assertThat(Aggregating.all(sumDouble, 1.0, 1e100, 1.0, -1e100).value()).isEqualTo(2.0);
    }

    @Test
    void aMillionDoublesSumAsIfByHand() {
        Random random = new Random(42);
        BigDecimal exact = BigDecimal.ZERO;
        DoubleSum sum = DoubleSum.of(0);
        for (int i = 0; i < 1_000_000; i++) {
            double number = random.nextGaussian() * 1e6;
            exact = exact.add(new BigDecimal(number));
            sum = sum.plus(number);
        }

        assertThat(sum.value()).isCloseTo(exact.doubleValue(), within(Math.ulp(exact.doubleValue())));
    }

    @Test
    void whatIsNotANumberStaysSo() {
        assertThat(Aggregating.all(sumDouble, 1.0, Double.NaN, 1.0).value()).isNaN();
        assertThat(Aggregating.all(average, 1.0, Double.NaN, 1.0).value()).isNaN();
        assertThat(Aggregating.all(sumDouble, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
                        .value())
                .isNaN();
    }

    @Test
    void infinityStaysSo() {
        assertThat(Aggregating.all(sumDouble, 1.0, Double.POSITIVE_INFINITY, 1.0)
                        .value())
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Aggregating.all(sumDouble, Double.MAX_VALUE, Double.MAX_VALUE, -1.0)
                        .value())
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void aStoredSumOfDoublesLosesNothing() {
        DoubleSum sum = Aggregating.all(sumDouble, 1.0, 1e100, 1.0);

        DoubleSum stored = Aggregating.stored(sumDouble.serde(), sum);

        assertThat(stored).isEqualTo(sum);
        assertThat(stored.plus(-1e100).value()).isEqualTo(2.0);
    }

    @Test
    void aStoredSumMayBeNoNumber() {
        assertThat(Aggregating.stored(sumDouble.serde(), DoubleSum.of(Double.NaN))
                        .value())
                .isNaN();
    }

    @Test
    void anAverageIsTheSumByTheCount() {
        Average of = Aggregating.all(average, 1.0, 2.0, 6.0);

        assertThat(of.value()).isEqualTo(3.0);
        assertThat(of.count()).isEqualTo(3);
        assertThat(of.sum().value()).isEqualTo(9.0);
    }

    @Test
    void aStoredAverageIsTheSame() {
        Average of = Aggregating.all(average, 0.1, 0.2, 0.3);

        assertThat(Aggregating.stored(average.serde(), of)).isEqualTo(of);
    }

    @Test
    void thereIsNoAverageOfNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Average(0, DoubleSum.of(0)))
                .withMessage("An average of 0 numbers: there is none of fewer than 1");
    }
}
