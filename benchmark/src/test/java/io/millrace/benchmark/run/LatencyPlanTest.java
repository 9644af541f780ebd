package io.millrace.benchmark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatencyPlanTest {
    @Test
    void warmUpIsPartOfAllEvents() {
        LatencyPlan plan = new LatencyPlan(2_000, Duration.ofSeconds(45), Duration.ofMillis(500));

        assertThat(plan.warmUpCount()).isEqualTo(90_000);
        assertThat(plan.eventCount()).isEqualTo(91_000);
    }

    @Test
    void moreEventsThanALedgerHoldsAreRefused() {
        assertThatThrownBy(() -> new LatencyPlan(1_000_000, Duration.ZERO, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3600000000");
    }
}
