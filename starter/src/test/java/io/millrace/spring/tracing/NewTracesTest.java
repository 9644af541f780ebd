package io.millrace.spring.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NewTracesTest {

    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;

    @Test
    void thoseOfASecondMayComeAtOnce() {
        NewTraces traces = new NewTraces(10, 0);

        assertThat(LongStream.range(0, 100).filter(any -> traces.mayBegin(0)).count())
                .isEqualTo(10);
    }

    @Test
    void thenOneMayBeginAfterEachShareOfASecond() {
        NewTraces traces = new NewTraces(10, 0);
        LongStream.range(0, 100).forEach(any -> traces.mayBegin(0));

        assertThat(LongStream.range(1, 5_000)
                        .filter(millis -> traces.mayBegin(millis * MILLI))
                        .count())
                .isEqualTo(49);
    }

    @Test
    void whatWasNotUsedIsNotSavedUpForLongerThanASecond() {
        NewTraces traces = new NewTraces(10, 0);

        assertThat(LongStream.range(0, 100)
                        .filter(any -> traces.mayBegin(3_600 * SECOND))
                        .count())
                .isEqualTo(10);
    }

    @Test
    void withZeroNoneBegins() {
        assertThat(new NewTraces(0, 0).mayBegin(SECOND)).isFalse();
    }

    @Test
    void theClockMayBeginAnywhere() {
        long before = Long.MAX_VALUE - 1;
        NewTraces traces = new NewTraces(1, before);

        assertThat(traces.mayBegin(before)).isTrue();
        assertThat(traces.mayBegin(before + 10)).isFalse();
        assertThat(traces.mayBegin(before + SECOND)).isTrue();
    }
}
