package io.millrace.spring;

import io.millrace.MillraceEngine;
import io.millrace.runtime.TopologyHandle;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the service's topologies have come up, for the readiness probe:
 *
 * <pre>{@code
 * management.endpoint.health.group.readiness.include: readinessState, millraceReadiness
 * }</pre>
 *
 * <p>OUT_OF_SERVICE until every topology is running and has restored the state of what it was assigned, or of what it stands by for
 * where one instance has everything ('shuffle' is 'local'), or has finished, and once one has failed
 * for good or was stopped. A topology that restarts, or restores more after a rebalance, does not count: when the brokers are away all instances restart, and taking all of them from behind their web
 * address would help nobody; the health of {@code millrace} tells of it. For the same reason Spring Boot's own readiness
 * state, which others set too, is left alone: a topology that can't start fails the application before it becomes ready.
 *
 * <p>Thread-safe.
 */
final class MillraceReadinessHealthIndicator implements HealthIndicator {

    private final MillraceEngine engine;

    MillraceReadinessHealthIndicator(MillraceEngine engine) {
        this.engine = engine;
    }

    @Override
    public Health health() {
        List<String> notReady = engine.topologies().stream()
                .filter(topology -> !isReady(topology))
                .map(TopologyHandle::name)
                .toList();
        return notReady.isEmpty()
                ? Health.up().build()
                : Health.outOfService().withDetail("notReady", notReady).build();
    }

    private static boolean isReady(TopologyHandle topology) {
        return switch (topology.state()) {
            case RUNNING, RESTARTING -> topology.hasRestored();
            case STARTING -> topology.failure().isPresent() && topology.hasRestored();
            case STOPPED -> topology.hasFinished();
            case CREATED, DRAINING, FAILED, CLOSED -> false;
        };
    }
}
