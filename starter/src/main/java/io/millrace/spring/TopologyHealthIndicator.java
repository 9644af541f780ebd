package io.millrace.spring;

import io.millrace.errors.MillraceException;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of one topology: UP while records flow and after it has finished, DOWN after a failure, also while it restarts, and
 * OUT_OF_SERVICE when nothing is wrong but it does not run.
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
        Health.Builder health =
                switch (state) {
                    case RUNNING -> Health.up();
                    case RESTARTING, FAILED -> Health.down();
                    case STOPPED -> topology.hasFinished() ? Health.up() : Health.outOfService();
                    case CREATED, STARTING, DRAINING, CLOSED -> Health.outOfService();
                };
        health.withDetail("state", state.name())
                .withDetail("assignedPartitions", topology.assignment().size())
                .withDetail("checkpointAge", topology.checkpointAge().toString());
        topology.lastProgress().ifPresent(progress -> health.withDetail("epoch", progress.epoch()));
        if (state != TopologyState.RUNNING) {
            topology.failure().ifPresent(failure -> health.withDetail("failure", describe(failure)));
        }
        return health.build();
    }

    /** Millrace's own messages hold nothing of a record; those of user code may. */
    private static String describe(Throwable failure) {
        return failure instanceof MillraceException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getName();
    }
}
