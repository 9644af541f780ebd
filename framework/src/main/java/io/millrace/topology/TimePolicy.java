package io.millrace.topology;

import io.millrace.processor.TimestampExtractor;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/**
 * How event time is told from the records of a source. Immutable.
 *
 * @param extractor gives records their timestamps; empty leaves them Kafka's
 * @param allowedDisorder by how much a record may be older than one of its partition before it, and not be late
 * @param idleAfter a partition without records for so long, though it could bring some, holds event time up no more
 * @param advancingWhenIdle after so long without any record, by the wall clock, event time follows the wall clock; empty has it stay
 * @param maxFuture how far ahead of the wall clock a timestamp may be
 */
public record TimePolicy(
        Optional<TimestampExtractor<?, ?>> extractor,
        Duration allowedDisorder,
        Duration idleAfter,
        Optional<Duration> advancingWhenIdle,
        Duration maxFuture) {

    /** 70 million years, which is for ever: added to a time, they are still one. */
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE / 4);

    /** Kafka's timestamps, in order, up to an hour ahead; idle after 30 seconds. */
    public static final TimePolicy DEFAULT = new TimePolicy(
            Optional.empty(), Duration.ZERO, Duration.ofSeconds(30), Optional.empty(), Duration.ofHours(1));

    public TimePolicy {
        Objects.requireNonNull(extractor, "extractor");
        requirePositive("allowedDisorder", allowedDisorder, true);
        requirePositive("idleAfter", idleAfter, false);
        advancingWhenIdle.ifPresent(duration -> requirePositive("advancingWhenIdle", duration, false));
        requirePositive("maxFuture", maxFuture, true);
        allowedDisorder = shorter(allowedDisorder, LONGEST);
        idleAfter = shorter(idleAfter, LONGEST);
        advancingWhenIdle = advancingWhenIdle.map(duration -> shorter(duration, LONGEST));
        maxFuture = shorter(maxFuture, LONGEST);
    }

    /**
     * Returns the policy for a topic that is written with records of sources that have {@code before}: what all of them allow, it
     * allows. The timestamps are told already.
     */
    public static TimePolicy behind(Collection<TimePolicy> before) {
        return before.stream().reduce(TimePolicy::or).orElse(DEFAULT).told();
    }

    private TimePolicy or(TimePolicy other) {
        return new TimePolicy(
                extractor,
                longer(allowedDisorder, other.allowedDisorder),
                longer(idleAfter, other.idleAfter),
                advancingWhenIdle.flatMap(some -> other.advancingWhenIdle.map(another -> longer(some, another))),
                longer(maxFuture, other.maxFuture));
    }

    private TimePolicy told() {
        return new TimePolicy(Optional.empty(), allowedDisorder, idleAfter, advancingWhenIdle, maxFuture);
    }

    TimePolicy withExtractor(TimestampExtractor<?, ?> newExtractor) {
        return new TimePolicy(Optional.of(newExtractor), allowedDisorder, idleAfter, advancingWhenIdle, maxFuture);
    }

    TimePolicy withAllowedDisorder(Duration newDisorder) {
        return new TimePolicy(extractor, newDisorder, idleAfter, advancingWhenIdle, maxFuture);
    }

    TimePolicy withIdleAfter(Duration newIdleAfter) {
        return new TimePolicy(extractor, allowedDisorder, newIdleAfter, advancingWhenIdle, maxFuture);
    }

    TimePolicy withAdvancingWhenIdle(Duration after) {
        return new TimePolicy(extractor, allowedDisorder, idleAfter, Optional.of(after), maxFuture);
    }

    TimePolicy withMaxFuture(Duration newMaxFuture) {
        return new TimePolicy(extractor, allowedDisorder, idleAfter, advancingWhenIdle, newMaxFuture);
    }

    private static Duration shorter(Duration some, Duration other) {
        return some.compareTo(other) <= 0 ? some : other;
    }

    private static Duration longer(Duration some, Duration other) {
        return some.compareTo(other) >= 0 ? some : other;
    }

    private static void requirePositive(String what, Duration duration, boolean orZero) {
        Objects.requireNonNull(duration, what);
        if (duration.isNegative() || (duration.isZero() && !orZero)) {
            throw new IllegalArgumentException(
                    "%s is %s: give it %s".formatted(what, duration, orZero ? "zero or more" : "more than zero"));
        }
    }
}
