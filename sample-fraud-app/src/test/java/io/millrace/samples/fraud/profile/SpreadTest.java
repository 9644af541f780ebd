package io.millrace.samples.fraud.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static final int FOR_EVER = Integer.MAX_VALUE;

    @Test
    void knowsMeanAndVarianceOfAllNumbers() {
        Spread spread = of(FOR_EVER, 2, 4, 4, 4, 5, 5, 7, 9);

        assertThat(spread.count()).isEqualTo(8);
        assertThat(spread.mean()).isCloseTo(5, within(1e-12));
        assertThat(spread.variance()).isCloseTo(4, within(1e-12));
    }

    @Test
    void losesNothingFarFromZero() {
        Spread spread = of(FOR_EVER, 1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16);

        assertThat(spread.variance()).isCloseTo(22.5, within(1e-5));
    }

    @Test
    void forgetsWhatIsLongGone() {
        Spread spread = Spread.NONE;
        for (int i = 0; i < 1_000; i++) {
            spread = spread.with(100, 20);
        }
        for (int i = 0; i < 200; i++) {
            spread = spread.with(i % 2 == 0 ? 1 : 3, 20);
        }

        assertThat(spread.mean()).isCloseTo(2, within(0.1));
        assertThat(spread.variance()).isCloseTo(1, within(0.5)); // of 9,604 before
    }

    @Test
    void estimatesTheSpreadOfManyNumbers() {
        SplittableRandom random = new SplittableRandom(1);
        Spread spread = Spread.NONE;
        for (int i = 0; i < 20_000; i++) {
            spread = spread.with(3 + 2 * random.nextGaussian(), 2_000);
        }

        assertThat(spread.mean()).isCloseTo(3, within(0.2));
        assertThat(Math.sqrt(spread.variance())).isCloseTo(2, within(0.15));
    }

    @Test
    void tellsHowFarOffANumberIs() {
        Spread spread = of(FOR_EVER, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3);

        assertThat(spread.deviationOf(2)).isCloseTo(0, within(1e-12));
        assertThat(spread.deviationOf(5)).isBetween(2.8, 3.0);
        assertThat(spread.deviationOf(-1)).isBetween(-3.0, -2.8);
    }

    @Test
    void equalNumbersDoNotMakeTheNextOneStrange() {
        assertThat(of(FOR_EVER, 5, 5, 5, 5, 5).deviationOf(5.1)).isLessThan(0.5);
    }

    @Test
    void boundsNumbersThatAreFarOff() {
        Spread spread = of(FOR_EVER, 1, 3, 1, 3);

        assertThat(spread.bounded(1_000, 3)).isCloseTo(2 + 3 * Math.sqrt(4.0 / 3), within(1e-9));
        assertThat(spread.bounded(-1_000, 3)).isCloseTo(2 - 3 * Math.sqrt(4.0 / 3), within(1e-9));
        assertThat(spread.bounded(2.5, 3)).isEqualTo(2.5);
    }

    private static Spread of(int memory, double... numbers) {
        return DoubleStream.of(numbers)
                .boxed()
                .reduce(Spread.NONE, (spread, number) -> spread.with(number, memory), (left, right) -> left);
    }
}
