package io.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.errors.RecordFailedException;
import io.millrace.processor.RecordMetadata;
import io.millrace.processor.SourcePartition;
import io.millrace.runtime.StuckCall;
import io.millrace.runtime.TopologyState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.health.contributor.Status;

class TopologyHealthIndicatorTest {

    private final FakeTopologyHandle topology = new FakeTopologyHandle("fraud");
    private final TopologyHealthIndicator health = new TopologyHealthIndicator(topology, 3);

    @Test
    void runningTopologyIsUpWithItsProgress() {
        topology.assignment = Set.of(new SourcePartition("payments", 0), new SourcePartition("payments", 1));
        topology.checkpointAge = Duration.ofSeconds(3);
        topology.epoch = 42L;

        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(health.health().getDetails())
                .containsExactly(
                        entry("state", "RUNNING"),
                        entry("paused", false),
                        entry("restoringPartitions", 0),
                        entry("assignedPartitions", 2),
                        entry("checkpointAge", "PT3S"),
                        entry("epoch", 42L));
    }

    @ParameterizedTest
    @EnumSource(names = {"RESTARTING", "FAILED"})
    void failedTopologyIsDownAlsoWhileItRestarts(TopologyState state) {
        topology.state = state;

        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATED", "STARTING", "DRAINING", "STOPPED", "CLOSED"})
    void topologyThatDoesNotRunThoughNothingIsWrongIsOutOfService(TopologyState state) {
        topology.state = state;

        assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    }

    @Test
    void failureIsToldWithTheEnginesMessageAndNothingOfTheRecord() {
        topology.state = TopologyState.FAILED;
        topology.failure = new RecordFailedException(
                "fraud", "score", "map-1", "payments", 3, 17, new IllegalArgumentException("card 4111"));

        assertThat(health.health().getDetails())
                .containsEntry(
                        "failure",
                        "Topology 'fraud' failed in stage 'score' at 'map-1' on the record of topic 'payments',"
                                + " partition 3, offset 17 (IllegalArgumentException)");
    }

    @Test
    void foreignFailureIsToldByItsClassAlone() {
        topology.state = TopologyState.FAILED;
        topology.failure = new IllegalArgumentException("card 4111");

        assertThat(health.health().getDetails()).containsEntry("failure", "java.lang.IllegalArgumentException");
    }

    @Test
    void failureThatIsOverIsNotTold() {
        topology.failure = new IllegalArgumentException();

        assertThat(health.health().getDetails()).doesNotContainKey("failure");
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "DRAINING"})
    void topologyWhoseCodeIsStuckIsDownAndTellsWhere(TopologyState state) {
        topology.state = state;
        topology.stuck = List.of(new StuckCall(
                "fraud",
                "score",
                "map-1",
                Optional.of(new RecordMetadata("payments", 3, 17)),
                Duration.ofSeconds(40),
                "millrace-fraud-score-0",
                List.of()));

        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getDetails())
                .containsEntry(
                        "stuck",
                        List.of(Map.of(
                                "stage", "score",
                                "node", "map-1",
                                "topic", "payments",
                                "partition", 3,
                                "offset", 17L,
                                "lasting", "PT40S",
                                "thread", "millrace-fraud-score-0")));
    }

    @Test
    void aCheckpointThatIsOlderThanSeveralIntervalsIsDown() {
        topology.assignment = Set.of(new SourcePartition("payments", 0));
        topology.checkpointAge = Duration.ofMinutes(15);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);

        topology.checkpointAge = Duration.ofMinutes(15).plusMillis(1);

        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getDetails()).containsEntry("checkpointOverdue", "older than PT15M");
    }

    @Test
    void noCheckpointIsOverdueWhereNothingIsAssignedOrNothingFlowsYet() {
        topology.checkpointAge = Duration.ofHours(1);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);

        topology.assignment = Set.of(new SourcePartition("payments", 0));
        topology.restored = false;

        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void withZeroIntervalsACheckpointMayBeOfAnyAge() {
        topology.assignment = Set.of(new SourcePartition("payments", 0));
        topology.checkpointAge = Duration.ofDays(1);

        assertThat(new TopologyHealthIndicator(topology, 0).health().getStatus())
                .isEqualTo(Status.UP);
    }

    @Test
    void aPausedTopologyIsUpAndSaysSo() {
        topology.paused = true;

        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(health.health().getDetails()).containsEntry("paused", true);
    }
}
