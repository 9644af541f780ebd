package io.millrace.runtime;

import java.time.Duration;

/**
 * How often, and after what pauses, a failed topology is started again from its last checkpoint.
 *
 * <p>The pause doubles with every attempt. Attempts count anew once an epoch with records has been committed. Failures of
 * the connection to Kafka do not use up attempts: they end by themselves. Immutable.
 *
 * @param maxAttempts restarts in a row before the topology is FAILED, 0 or more; default 5
 * @param initialBackoff the first pause; default 1 s
 * @param maxBackoff the longest pause; default 1 min
 */
public record RestartPolicy(int maxAttempts, Duration initialBackoff, Duration maxBackoff) {

    private static final RestartPolicy DEFAULTS = new RestartPolicy(5, Duration.ofSeconds(1), Duration.ofMinutes(1));

    public RestartPolicy {
        if (maxAttempts < 0) {
            throw new IllegalArgumentException("maxAttempts is %d: give 0 or more".formatted(maxAttempts));
        }
        if (initialBackoff.isNegative() || maxBackoff.compareTo(initialBackoff) < 0) {
            throw new IllegalArgumentException(
                    "Backoff from %s to %s: give a first pause that is not longer than the last"
                            .formatted(initialBackoff, maxBackoff));
        }
    }

    public static RestartPolicy defaults() {
        return DEFAULTS;
    }

    /** Returns the pause before restart number {@code attempt}, counted from 1. */
    public Duration backoff(int attempt) {
        int doublings = Math.min(attempt - 1, 30);
        long millis = initialBackoff.toMillis() << doublings;
        boolean overflow = millis >> doublings != initialBackoff.toMillis();
        return overflow || millis > maxBackoff.toMillis() ? maxBackoff : Duration.ofMillis(millis);
    }
}
