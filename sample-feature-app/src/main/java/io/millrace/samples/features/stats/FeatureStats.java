package io.millrace.samples.features.stats;

import io.millrace.samples.common.meter.Latencies;
import io.millrace.samples.common.meter.LatencyWindow;
import io.millrace.samples.common.meter.Rate;
import io.millrace.samples.features.kafka.FeatureObserver;
import io.millrace.samples.features.model.UserFeatures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Measures how many features come, and how fresh they are: from the sending of an event until its features were read back from the
 * topic. A question to the state sees them a little earlier.
 *
 * <p>Events from before this service started say nothing about its speed and are left out.
 *
 * <p>Thread-safe.
 */
@Component
public final class FeatureStats implements FeatureObserver {
    private final Instant startedAt;
    private final Rate updates;
    private final LatencyWindow freshness;

    public FeatureStats(Clock clock) {
        this.startedAt = clock.instant();
        this.updates = new Rate(clock);
        this.freshness = new LatencyWindow(clock);
    }

    @Override
    public void featuresRead(UserFeatures features, @Nullable Instant sent, Instant readAt) {
        updates.count();
        if (sent != null && sent.isAfter(startedAt)) {
            freshness.record(Duration.between(sent, readAt));
        }
    }

    public Rate updates() {
        return updates;
    }

    public Latencies freshness() {
        return freshness.latencies();
    }
}
