package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import io.millrace.internal.exchange.Origin;
import io.millrace.internal.metrics.LatencyRecorder.Taker;
import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.RecordLatencies;
import io.millrace.support.ManualTime;
import io.millrace.support.TestEpochs;
import java.time.Duration;
import java.util.function.Consumer;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatenciesTest {

    private static final long NOW = ManualTime.START_MILLIS;
    private static final Percentage PRECISION = Percentage.withPercentage(1);

    private final ManualTime time = new ManualTime();
    private final Latencies latencies = new Latencies(time);

    @Test
    void nothingMeasuredIsNone() {
        assertThat(latencies.take(Taker.EPOCH).queueing()).isEqualTo(LatencyPercentiles.NONE);
    }

    @Test
    void queueingIsFromTheTimestampToTheReading() {
        latencies.read(NOW - 40, NOW);

        assertThat(latencies.take(Taker.EPOCH).queueing().p50()).isCloseTo(40, within(1.0));
    }

    @Test
    void processingIsFromTheReadingToTheAcknowledgement() {
        Origin origin = new Origin(TestEpochs.assignment("in", 0), 0, NOW - 1_000, time.nanoTime());
        time.advance(Duration.ofNanos(2_500_000));

        latencies.acknowledged(origin);

        assertThat(latencies.take(Taker.EPOCH).processing().p50()).isCloseTo(2.5, PRECISION);
    }

    @Test
    void endToEndIsFromTheTimestampToTheAcknowledgement() {
        Origin origin = new Origin(TestEpochs.assignment("in", 0), 0, NOW - 1_000, time.nanoTime());
        time.advance(Duration.ofMillis(500));

        latencies.acknowledged(origin);

        assertThat(latencies.take(Taker.EPOCH).endToEnd().p50()).isCloseTo(1_500, PRECISION);
    }

    @Test
    void percentilesAreThoseOfAllThatWasMeasured() {
        for (int millis = 1; millis <= 100; millis++) {
            latencies.read(NOW - millis, NOW);
        }

        LatencyPercentiles taken = latencies.take(Taker.EPOCH).queueing();

        assertThat(taken.count()).isEqualTo(100);
        assertThat(taken.p0()).isEqualTo(1);
        assertThat(taken.p50()).isCloseTo(50, PRECISION);
        assertThat(taken.p90()).isCloseTo(90, PRECISION);
        assertThat(taken.p95()).isCloseTo(95, PRECISION);
        assertThat(taken.p99()).isCloseTo(99, PRECISION);
    }

    @Test
    void outputsElsewhereCountAsThoseThatKafkaAcknowledges() {
        Origin origin = new Origin(TestEpochs.assignment("in", 0), 0, NOW - 1_000, time.nanoTime());
        Consumer<Origin> one = latencies.elsewhere();
        Consumer<Origin> other = latencies.elsewhere();
        time.advance(Duration.ofMillis(20));

        latencies.acknowledged(origin);
        one.accept(origin);
        other.accept(origin);

        RecordLatencies taken = latencies.take(Taker.EPOCH);
        assertThat(taken.processing().count()).isEqualTo(3);
        assertThat(taken.processing().p0()).isCloseTo(20, PRECISION);
        assertThat(taken.endToEnd().p99()).isCloseTo(1_020, PRECISION);
    }

    @Test
    void whatIsTakenIsForgotten() {
        latencies.read(NOW - 40, NOW);
        latencies.take(Taker.EPOCH).queueing();

        assertThat(latencies.take(Taker.EPOCH).queueing()).isEqualTo(LatencyPercentiles.NONE);
    }

    @Test
    void aTimestampAheadIsNoLatency() {
        latencies.read(NOW + 5_000, NOW);

        assertThat(latencies.take(Taker.EPOCH).queueing().p99()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE / 2, -1, 0, Long.MAX_VALUE})
    void aHostileTimestampBreaksNothing(long timestamp) {
        Origin origin = new Origin(TestEpochs.assignment("in", 0), 0, timestamp, time.nanoTime());

        assertThatCode(() -> {
                    latencies.read(timestamp, NOW);
                    latencies.acknowledged(origin);
                    latencies.take(Taker.EPOCH).queueing();
                    latencies.take(Taker.EPOCH).endToEnd();
                })
                .doesNotThrowAnyException();
    }
}
