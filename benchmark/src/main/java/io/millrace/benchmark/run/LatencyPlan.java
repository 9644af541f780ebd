package io.millrace.benchmark.run;

import java.time.Duration;

/**
 * How fast events come in a latency run, and for how long.
 *
 * <p>Immutable.
 */
public record LatencyPlan(int eventsPerSecond, Duration warmUp, Duration measured) {
    public LatencyPlan {
        if (eventsPerSecond < 1 || warmUp.isNegative() || measured.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "A latency run needs at least one event a second and some time to measure, not %d/s for %s after %s."
                            .formatted(eventsPerSecond, measured, warmUp));
        }
        long events = eventsPerSecond * (warmUp.toMillis() + measured.toMillis()) / 1_000;
        if (events < 1 || events >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "A latency run of %d events cannot be checked: lower the rate or the times.".formatted(events));
        }
    }

    int warmUpCount() {
        return Math.toIntExact(eventsPerSecond * warmUp.toMillis() / 1_000);
    }

    int eventCount() {
        return Math.toIntExact(eventsPerSecond * (warmUp.toMillis() + measured.toMillis()) / 1_000);
    }
}
