package io.millrace.spring;

import io.millrace.runtime.StuckCall;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import io.millrace.spring.view.FailureWords;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of one topology: UP while records flow and after it has finished, DOWN after a failure, also while it restarts, while
 * its user code is stuck, and while its last checkpoint is older than it may be, and OUT_OF_SERVICE when nothing is wrong but it does not run.
 *
 * <p>Thread-safe.
 */
final class TopologyHealthIndicator implements HealthIndicator {

    /** A checkpoint that Kafka has refused is tried again, and brokers may be restarted meanwhile. */
    private static final Duration LEAST_AGE = Duration.ofSeconds(30);

    private final TopologyHandle topology;
    private final int maxIntervals;

    /** {@code maxIntervals} of the trigger may pass without a checkpoint; 0 for any number. */
    TopologyHealthIndicator(TopologyHandle topology, int maxIntervals) {
        this.topology = topology;
        this.maxIntervals = maxIntervals;
    }

    @Override
    public Health health() {
        TopologyState state = topology.state();
        List<StuckCall> stuck = topology.stuck();
        Optional<Duration> overdue = boundOfOverdueCheckpoint(state);
        Health.Builder health = stuck.isEmpty() && overdue.isEmpty() ? of(state) : Health.down();
        health.withDetail("state", state.name())
                .withDetail("paused", topology.isPaused())
                .withDetail("restoringPartitions", topology.restoring().size())
                .withDetail("assignedPartitions", topology.assignment().size())
                .withDetail("checkpointAge", topology.checkpointAge().toString());
        topology.lastProgress().ifPresent(progress -> health.withDetail("epoch", progress.epoch()));
        overdue.ifPresent(bound -> health.withDetail("checkpointOverdue", "older than " + bound));
        if (!stuck.isEmpty()) {
            health.withDetail(
                    "stuck",
                    stuck.stream().map(TopologyHealthIndicator::describe).toList());
        }
        if (state != TopologyState.RUNNING) {
            topology.failure().ifPresent(failure -> health.withDetail("failure", FailureWords.of(failure)));
        }
        return health.build();
    }

    private Health.Builder of(TopologyState state) {
        return switch (state) {
            case RUNNING -> Health.up();
            case RESTARTING, FAILED -> Health.down();
            case STOPPED -> topology.hasFinished() ? Health.up() : Health.outOfService();
            case CREATED, STARTING, DRAINING, CLOSED -> Health.outOfService();
        };
    }

    /** Returns the age that the last checkpoint may have if it is older; where nothing flows yet, none is due. */
    private Optional<Duration> boundOfOverdueCheckpoint(TopologyState state) {
        if (maxIntervals == 0
                || state != TopologyState.RUNNING
                || topology.assignment().isEmpty()
                || !topology.restoring().isEmpty()
                || !(topology.settings().trigger() instanceof Trigger.Periodic periodic)) {
            return Optional.empty();
        }
        Duration bound = periodic.interval().multipliedBy(maxIntervals);
        return Optional.of(bound.compareTo(LEAST_AGE) < 0 ? LEAST_AGE : bound)
                .filter(most -> topology.checkpointAge().compareTo(most) > 0);
    }

    private static Map<String, Object> describe(StuckCall call) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("stage", call.stage());
        details.put("node", call.node());
        call.input().ifPresent(input -> {
            details.put("topic", input.topic());
            details.put("partition", input.partition());
            details.put("offset", input.offset());
        });
        details.put("lasting", call.lasting().toString());
        details.put("thread", call.thread());
        return details;
    }
}
