package io.millrace.internal.kafka;

import io.millrace.runtime.TimeSource;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Knows for how long this member of a consumer group surely is one, whatever it has not heard yet: a member that was frozen, or cut off
 * from the brokers, finds out late that others have its partitions. The group waits for a session's length since it last heard of a
 * member; when that was, is told by the answers to heartbeats, which Kafka counts. One that comes was asked for after the one before it
 * had come, so the time of that one is what counts.
 *
 * <p>Thread-safe.
 */
final class MemberLease {

    private static final long BETWEEN_LOOKS_NANOS = 50_000_000;
    private static final String GROUP = "consumer-coordinator-metrics";
    private static final String ANSWERS = "heartbeat-total";

    private final TimeSource time;
    private volatile long sessionNanos;
    private volatile long pollNanos;
    private volatile long polledAt;
    private volatile long heardAt;
    private volatile long lookedAt;

    // Guarded by this:
    private @Nullable Metric answers;
    private double counted;
    private long lastLook;
    private long earlier;

    MemberLease(TimeSource time) {
        this.time = time;
        begin(Map.of(), Timeouts.DEFAULTS);
    }

    /**
     * How long the group waits for a member.
     *
     * @param session without a heartbeat
     * @param poll without a poll
     */
    record Timeouts(Duration session, Duration poll) {

        /** Kafka's; a broker that keeps sessions sets none shorter. */
        static final Timeouts DEFAULTS = new Timeouts(Duration.ofSeconds(45), Duration.ofMinutes(5));
    }

    /** {@code consumer} is about to join its group. */
    void begin(Consumer<?, ?> consumer, Timeouts timeouts) {
        begin(consumer.metrics(), timeouts);
    }

    private synchronized void begin(Map<MetricName, ? extends Metric> metrics, Timeouts timeouts) {
        answers = metrics.entrySet().stream()
                .filter(metric -> metric.getKey().group().equals(GROUP)
                        && metric.getKey().name().equals(ANSWERS))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        long now = time.nanoTime();
        sessionNanos = timeouts.session().toNanos();
        pollNanos = timeouts.poll().toNanos();
        counted = count();
        polledAt = now;
        heardAt = now;
        lookedAt = now;
        lastLook = now;
        earlier = now;
    }

    /** It has polled, at {@code now}. */
    void polled(long now) {
        polledAt = now;
        if (now - lookedAt >= BETWEEN_LOOKS_NANOS) {
            look(now);
        }
    }

    /** Returns whether no other member can have been given this one's partitions. */
    boolean holds() {
        long now = time.nanoTime();
        if (now - lookedAt >= BETWEEN_LOOKS_NANOS) {
            look(now);
        }
        return now - heardAt < sessionNanos && now - polledAt < pollNanos;
    }

    /** An answer since the last look was asked for behind the last one before that, which came after {@code earlier}. */
    private synchronized void look(long now) {
        if (answers == null) {
            heardAt = polledAt; // a consumer that does not count finds out by polling
        } else {
            double count = count();
            if (count > counted) {
                heardAt = earlier;
                earlier = lastLook;
                counted = count;
            }
        }
        lastLook = now;
        lookedAt = now;
    }

    private double count() {
        return answers != null && answers.metricValue() instanceof Number number ? number.doubleValue() : 0;
    }
}
