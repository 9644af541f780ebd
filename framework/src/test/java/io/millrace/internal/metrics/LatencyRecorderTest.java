package io.millrace.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.metrics.LatencyRecorder.Taker;
import io.millrace.runtime.LatencyPercentiles;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyRecorderTest {

    private final LatencyRecorder recorder = new LatencyRecorder();

    @Test
    void eachTakerGetsEverythingOnce() {
        recorder.record(5);
        assertThat(take(Taker.METRICS).count()).isEqualTo(1);
        recorder.record(7);

        assertThat(take(Taker.EPOCH).count()).isEqualTo(2);
        assertThat(take(Taker.METRICS).count()).isEqualTo(1);
        assertThat(take(Taker.EPOCH)).isEqualTo(LatencyPercentiles.NONE);
        assertThat(take(Taker.METRICS)).isEqualTo(LatencyPercentiles.NONE);
    }

    @Test
    void severalRecordersMakeOneDistribution() {
        LatencyRecorder other = new LatencyRecorder();
        recorder.record(10);
        other.record(20);

        LatencyPercentiles both = Percentiles.take(Taker.EPOCH, 10, List.of(recorder, other));

        assertThat(both.count()).isEqualTo(2);
        assertThat(both.p0()).isEqualTo(1);
        assertThat(both.p99()).isEqualTo(2);
    }

    @Test
    void whatSeemsToHaveEndedBeforeItBeganCountsAsNothing() {
        recorder.record(-3);

        assertThat(take(Taker.EPOCH).p99()).isZero();
    }

    private LatencyPercentiles take(Taker taker) {
        return Percentiles.take(taker, 1, List.of(recorder));
    }
}
