package io.millrace.errors;

import java.time.Duration;

/**
 * How often something that failed is tried again, and after what pauses: each is {@code multiplier} times as long as the one
 * before, and off by a random part, so that many which failed together don't come back together (exponential back-off with
 * jitter).
 *
 * <p>Immutable.
 *
 * @param maxRetries tries after the first, 0 or more; {@link #UNLIMITED} never gives up; default 5
 * @param initialDelay the first pause, above zero; default 100 ms
 * @param multiplier 1 or more; default 2
 * @param maxDelay the longest pause, jitter aside; default 10 s
 * @param jitter the largest part of a pause by which it gets shorter or longer, 0 to 1; default 0.2
 */
public record RetryPolicy(int maxRetries, Duration initialDelay, double multiplier, Duration maxDelay, double jitter) {

    /** As many retries as it takes. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private static final RetryPolicy DEFAULTS =
            new RetryPolicy(5, Duration.ofMillis(100), 2, Duration.ofSeconds(10), 0.2);

    public RetryPolicy {
        if (maxRetries < 0) {
            throw new IllegalArgumentException("maxRetries is %d: give 0 or more".formatted(maxRetries));
        }
        if (initialDelay.isNegative() || initialDelay.isZero() || maxDelay.compareTo(initialDelay) < 0) {
            throw new IllegalArgumentException(
                    "Delays from %s to %s: give a first one above zero that is not longer than the last"
                            .formatted(initialDelay, maxDelay));
        }
        if (!(multiplier >= 1 && multiplier <= 1000)) {
            throw new IllegalArgumentException("multiplier is %s: give 1 to 1000".formatted(multiplier));
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter is %s: give 0 to 1".formatted(jitter));
        }
    }

    public static RetryPolicy defaults() {
        return DEFAULTS;
    }

    /** Returns the defaults with {@code maxRetries} tries after the first. */
    public static RetryPolicy of(int maxRetries) {
        return DEFAULTS.withMaxRetries(maxRetries);
    }

    public RetryPolicy withMaxRetries(int newMaxRetries) {
        return new RetryPolicy(newMaxRetries, initialDelay, multiplier, maxDelay, jitter);
    }

    /** Returns a policy whose pauses grow from {@code newInitialDelay} to {@code newMaxDelay}. */
    public RetryPolicy withDelays(Duration newInitialDelay, Duration newMaxDelay) {
        return new RetryPolicy(maxRetries, newInitialDelay, multiplier, newMaxDelay, jitter);
    }

    public RetryPolicy withMultiplier(double newMultiplier) {
        return new RetryPolicy(maxRetries, initialDelay, newMultiplier, maxDelay, jitter);
    }

    public RetryPolicy withJitter(double newJitter) {
        return new RetryPolicy(maxRetries, initialDelay, multiplier, maxDelay, newJitter);
    }

    /** Returns whether there is to be another try after {@code retries}. */
    public boolean allows(int retries) {
        return maxRetries == UNLIMITED || retries < maxRetries;
    }

    /**
     * Returns the pause before a retry, at least 1 ms.
     *
     * @param retry its number, counted from 1
     * @param random 0 to 1, which decides within the jitter
     */
    public Duration delay(int retry, double random) {
        double millis = Math.min(
                maxDelay.toMillis(),
                Math.max(1, initialDelay.toMillis()) * Math.pow(multiplier, Math.max(0, retry - 1)));
        return Duration.ofMillis(Math.max(1, Math.round(millis * (1 + jitter * (2 * random - 1)))));
    }
}
