package io.millrace.spring;

import io.millrace.errors.MillraceException;
import io.millrace.runtime.StuckCall;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of one topology: UP while records flow and after it has finished, DOWN after a failure, also while it restarts, and while
 * its user code is stuck, and OUT_OF_SERVICE when nothing is wrong but it does not run.
 *
 * <p>Thread-safe.
 */
final class TopologyHealthIndicator implements HealthIndicator {

    private final TopologyHandle topology;

    TopologyHealthIndicator(TopologyHandle topology) {
        this.topology = topology;
    }

    @Override
    public Health health() {
        TopologyState state = topology.state();
        List<StuckCall> stuck = topology.stuck();
        Health.Builder health = stuck.isEmpty() ? of(state) : Health.down();
        health.withDetail("state", state.name())
                .withDetail("assignedPartitions", topology.assignment().size())
                .withDetail("checkpointAge", topology.checkpointAge().toString());
        topology.lastProgress().ifPresent(progress -> health.withDetail("epoch", progress.epoch()));
        if (!stuck.isEmpty()) {
            health.withDetail(
                    "stuck",
                    stuck.stream().map(TopologyHealthIndicator::describe).toList());
        }
        if (state != TopologyState.RUNNING) {
            topology.failure().ifPresent(failure -> health.withDetail("failure", describe(failure)));
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

    /** Millrace's own messages hold nothing of a record; those of user code may. */
    private static String describe(Throwable failure) {
        return failure instanceof MillraceException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getName();
    }
}
