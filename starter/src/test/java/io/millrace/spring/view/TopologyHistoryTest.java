package io.millrace.spring.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.errors.MillraceException;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.EventTimeProgress;
import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.RestoreProgress;
import io.millrace.runtime.TopologyState;
import io.millrace.spring.view.EventView.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopologyHistoryTest {

    private static final Instant NOW = Instant.parse("2026-11-22T01:00:00Z");

    private final TopologyHistory history = new TopologyHistory(InstantSource.fixed(NOW));

    @Test
    void whatHappensIsRememberedInOrder() {
        history.stateChanged("cards", TopologyState.STARTING, TopologyState.RUNNING);
        history.assignmentChanged(
                "cards",
                Set.of(
                        new SourcePartition("rates", 0),
                        new SourcePartition("payments", 10),
                        new SourcePartition("payments", 2)));
        history.restoreProgress(restore(true));

        assertThat(history.events("cards"))
                .containsExactly(
                        event(Kind.STATE, "RUNNING (was STARTING)"),
                        event(Kind.ASSIGNMENT, "payments 2, 10; rates 0"),
                        event(Kind.RESTORED, "'profiles', partition 3: 10 records"));
    }

    @Test
    void aRestoreThatGoesOnIsNoEvent() {
        history.restoreProgress(restore(false));

        assertThat(history.events("cards")).isEmpty();
    }

    @Test
    void aFailureOfUserCodeIsToldWithoutItsMessageWhichMayQuoteARecord() {
        history.failed("cards", new IllegalStateException("card 4711 is bad"));
        history.failed("cards", new MillraceException("Topology 'cards' has lost its input"));

        assertThat(history.events("cards"))
                .containsExactly(
                        event(Kind.FAILURE, "java.lang.IllegalStateException"),
                        event(Kind.FAILURE, "Topology 'cards' has lost its input"));
    }

    @Test
    void topologiesHaveEachTheirOwn() {
        history.stateChanged("cards", TopologyState.STARTING, TopologyState.RUNNING);
        history.epochCommitted(epoch("cards", 1));

        assertThat(history.events("shops")).isEmpty();
        assertThat(history.epochs("shops")).isEmpty();
    }

    @Test
    void theOldestOfAHundredMakesRoom() {
        for (int number = 1; number <= 101; number++) {
            history.epochCommitted(epoch("cards", number));
        }

        assertThat(history.epochs("cards")).hasSize(100);
        assertThat(history.epochs("cards").get(0).number()).isEqualTo(2);
        assertThat(history.epochs("cards").get(99).number()).isEqualTo(101);
    }

    @Test
    void anEpochsPartsAndItsLagAreKept() {
        history.epochCommitted(epoch("cards", 7));

        assertThat(history.epochs("cards"))
                .containsExactly(new EpochView(
                        7, NOW.toEpochMilli(), 10_000, 0.5, 1.5, 12, 100, 90, 12, LatencyPercentiles.NONE));
    }

    private static EventView event(Kind kind, String text) {
        return new EventView(NOW.toEpochMilli(), kind, text);
    }

    private static RestoreProgress restore(boolean done) {
        return new RestoreProgress("cards", "profiles", 3, 10, 100, 20, 1, Duration.ZERO, done);
    }

    private static EpochProgress epoch(String topology, long number) {
        return new EpochProgress(
                topology,
                number,
                NOW,
                Duration.ofSeconds(10),
                Duration.ofNanos(500_000),
                Duration.ofNanos(1_500_000),
                Duration.ofMillis(12),
                100,
                90,
                Map.of(),
                Map.of(new SourcePartition("payments", 0), 5L, new SourcePartition("payments", 1), 7L),
                true,
                LatencyPercentiles.NONE,
                LatencyPercentiles.NONE,
                LatencyPercentiles.NONE,
                EventTimeProgress.NONE,
                ErrorProgress.NONE);
    }
}
