package io.millrace.spring;

import io.micrometer.core.instrument.Clock;
import io.millrace.runtime.LatencyPercentiles;
import io.millrace.runtime.StageMetrics;
import io.millrace.runtime.StoreMetrics;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the meters of one topology read: a snapshot that is at most a second old. Thread-safe. */
final class MeteredTopology {

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TopologyHandle handle;
    private final LongSupplier failures;
    private final Clock clock;

    // Guarded by this:
    private @Nullable TopologyMetrics metrics;
    private long takenAt;

    MeteredTopology(TopologyHandle handle, LongSupplier failures, Clock clock) {
        this.handle = handle;
        this.failures = failures;
        this.clock = clock;
    }

    TopologyHandle handle() {
        return handle;
    }

    long failures() {
        return failures.getAsLong();
    }

    synchronized TopologyMetrics metrics() {
        TopologyMetrics known = metrics;
        long now = clock.monotonicTime();
        if (known == null || now - takenAt >= FRESH_NANOS) {
            known = handle.metrics();
            metrics = known;
            takenAt = now;
        }
        return known;
    }

    StageMetrics stage(String name) {
        return stage(metrics(), name);
    }

    static StageMetrics stage(TopologyMetrics metrics, String name) {
        return metrics.stages().stream()
                .filter(stage -> stage.stage().equals(name))
                .findFirst()
                .orElseGet(() -> new StageMetrics(
                        name,
                        0,
                        0,
                        0,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        0,
                        LatencyPercentiles.NONE,
                        LatencyPercentiles.NONE));
    }

    Optional<StoreMetrics> store(String name) {
        return metrics().stores().stream()
                .filter(store -> store.store().equals(name))
                .findFirst();
    }

    /** Returns by how many seconds event time is behind the wall clock; not a number where it is not known. */
    double watermarkLag() {
        return metrics().eventTime().watermark().stream()
                .mapToDouble(watermark -> (clock.wallTime() - watermark) / 1_000.0)
                .findFirst()
                .orElse(Double.NaN);
    }
}
