package io.millrace.runtime;

import static io.millrace.runtime.TopologyState.CLOSED;
import static io.millrace.runtime.TopologyState.CREATED;
import static io.millrace.runtime.TopologyState.DRAINING;
import static io.millrace.runtime.TopologyState.FAILED;
import static io.millrace.runtime.TopologyState.RESTARTING;
import static io.millrace.runtime.TopologyState.RUNNING;
import static io.millrace.runtime.TopologyState.STARTING;
import static io.millrace.runtime.TopologyState.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopologyStateTest {

    private static final Map<TopologyState, Set<TopologyState>> SUCCESSORS = Map.of(
            CREATED, Set.of(STARTING, CLOSED),
            STARTING, Set.of(RUNNING, RESTARTING, FAILED, DRAINING),
            RUNNING, Set.of(DRAINING, RESTARTING, FAILED, STOPPED),
            RESTARTING, Set.of(STARTING, DRAINING, FAILED),
            DRAINING, Set.of(STOPPED, FAILED, STARTING),
            STOPPED, Set.of(STARTING, CLOSED),
            FAILED, Set.of(STARTING, CLOSED),
            CLOSED, Set.of());

    @ParameterizedTest
    @EnumSource
    void onlyTheSuccessorsOfTheTableMayFollow(TopologyState state) {
        assertThat(Arrays.stream(TopologyState.values()).filter(state::canBecome))
                .containsExactlyInAnyOrderElementsOf(SUCCESSORS.getOrDefault(state, Set.of()));
    }

    @ParameterizedTest
    @EnumSource
    void aTopologyIsActiveWhileItHasOrWillHaveThreads(TopologyState state) {
        assertThat(state.isActive())
                .isEqualTo(EnumSet.of(STARTING, RUNNING, RESTARTING, DRAINING).contains(state));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLOSED")
    void everyStateHasAWayToTheEnd(TopologyState state) {
        Set<TopologyState> reached = EnumSet.of(state);
        boolean grown = true;
        while (grown) {
            grown = Arrays.stream(TopologyState.values())
                    .filter(next -> reached.stream().anyMatch(from -> from.canBecome(next)))
                    .toList()
                    .stream()
                    .map(reached::add)
                    .reduce(false, Boolean::logicalOr);
        }

        assertThat(reached).contains(CLOSED);
    }
}
