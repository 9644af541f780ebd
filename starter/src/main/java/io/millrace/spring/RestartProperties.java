package io.millrace.spring;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.runtime.RestartPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens after this topology has failed; what is left out falls back on 'millrace.restart'. Immutable.
 *
 * @param maxAttempts Restarts in a row before the failed topology stays down.
 * @param initialBackoff Pause before the first restart; it doubles with each further one.
 * @param maxBackoff Longest pause before a restart.
 */
record RestartProperties(
        @Nullable Integer maxAttempts,
        @Nullable Duration initialBackoff,
        @Nullable Duration maxBackoff) {

    RestartPolicy over(RestartPolicy general, String prefix) {
        return policy(
                prefix,
                maxAttempts == null ? general.maxAttempts() : maxAttempts,
                initialBackoff == null ? general.initialBackoff() : initialBackoff,
                maxBackoff == null ? general.maxBackoff() : maxBackoff);
    }

    /** Returns the policy, or names the properties under {@code prefix} that are wrong. */
    static RestartPolicy policy(String prefix, int maxAttempts, Duration initialBackoff, Duration maxBackoff) {
        try {
            return new RestartPolicy(maxAttempts, initialBackoff, maxBackoff);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException(List.of("'%s.restart': %s".formatted(prefix, e.getMessage())));
        }
    }
}
