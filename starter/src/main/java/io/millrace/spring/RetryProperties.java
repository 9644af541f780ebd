package io.millrace.spring;

import io.millrace.errors.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How records are tried again where 'retry' is the choice; what is left out falls back on the level above. Immutable.
 *
 * @param maxRetries Tries after the first.
 * @param initialDelay Pause before the first retry.
 * @param multiplier By how much each pause is longer than the one before.
 * @param maxDelay Longest pause.
 * @param jitter Largest part of a pause by which it gets shorter or longer at random, 0 to 1.
 * @param then What becomes of a record whose last try has failed: 'fail', 'skip' or 'dead-letter'.
 */
record RetryProperties(
        @Nullable Integer maxRetries,
        @Nullable Duration initialDelay,
        @Nullable Double multiplier,
        @Nullable Duration maxDelay,
        @Nullable Double jitter,
        @Nullable OnError then) {

    RetryPolicy over(RetryPolicy general) {
        return new RetryPolicy(
                maxRetries == null ? general.maxRetries() : maxRetries,
                initialDelay == null ? general.initialDelay() : initialDelay,
                multiplier == null ? general.multiplier() : multiplier,
                maxDelay == null ? general.maxDelay() : maxDelay,
                jitter == null ? general.jitter() : jitter);
    }
}
