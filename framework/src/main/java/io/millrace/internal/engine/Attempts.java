package io.millrace.internal.engine;

import io.millrace.runtime.RestartPolicy;
import java.time.Duration;

/**
 * Counts the restarts of a topology. Those after failures of the connection to Kafka make the pauses longer but use up
 * nothing. Confined to the topology's thread.
 */
final class Attempts {

    private final RestartPolicy policy;
    private int inARow;
    private int counted;

    Attempts(RestartPolicy policy) {
        this.policy = policy;
    }

    boolean areUsedUp() {
        return counted >= policy.maxAttempts();
    }

    /** Begins another attempt, which does not count if {@code free}, and returns the pause before it. */
    Duration next(boolean free) {
        inARow++;
        if (!free) {
            counted++;
        }
        return policy.backoff(inARow);
    }

    void reset() {
        inARow = 0;
        counted = 0;
    }

    @Override
    public String toString() {
        return "%d of %d restarts used up".formatted(counted, policy.maxAttempts());
    }
}
