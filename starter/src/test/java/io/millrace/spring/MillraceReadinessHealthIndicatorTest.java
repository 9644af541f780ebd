package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.millrace.MillraceEngine;
import io.millrace.runtime.TopologyState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class MillraceReadinessHealthIndicatorTest {

    private final FakeTopologyHandle fraud = new FakeTopologyHandle("fraud");
    private final FakeTopologyHandle enrichment = new FakeTopologyHandle("enrichment");
    private final MillraceEngine engine = mock(MillraceEngine.class);
    private final MillraceReadinessHealthIndicator readiness = new MillraceReadinessHealthIndicator(engine);

    @BeforeEach
    void twoTopologies() {
        when(engine.topologies()).thenReturn(List.of(fraud, enrichment));
    }

    @Test
    void serviceIsReadyWhenAllTopologiesRun() {
        assertThat(readiness.health()).isEqualTo(Health.up().build());
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATED", "STARTING", "DRAINING", "STOPPED", "FAILED", "CLOSED"})
    void serviceIsNotReadyWhileATopologyDoesNotRun(TopologyState state) {
        enrichment.state = state;

        assertThat(readiness.health())
                .isEqualTo(Health.outOfService()
                        .withDetail("notReady", List.of("enrichment"))
                        .build());
    }

    @Test
    void serviceIsNotReadyUntilStateIsRestored() {
        enrichment.restored = false;

        assertThat(readiness.health())
                .isEqualTo(Health.outOfService()
                        .withDetail("notReady", List.of("enrichment"))
                        .build());
    }

    @ParameterizedTest
    @EnumSource(names = {"RESTARTING", "STARTING"})
    void serviceIsNotReadyByARestartBeforeStateIsRestored(TopologyState state) {
        enrichment.restored = false;
        enrichment.failure = new IllegalStateException();
        enrichment.state = state;

        assertThat(readiness.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    }

    @Test
    void serviceStaysReadyThroughARestart() {
        enrichment.failure = new IllegalStateException();

        enrichment.state = TopologyState.RESTARTING;
        assertThat(readiness.health().getStatus()).isEqualTo(Status.UP);

        enrichment.state = TopologyState.STARTING;
        assertThat(readiness.health().getStatus()).isEqualTo(Status.UP);
    }
}
