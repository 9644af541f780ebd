package io.millrace.samples.common.stats;

import io.millrace.samples.common.meter.Latencies;
import io.millrace.samples.common.meter.Rate;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Notes a few numbers each second and keeps the last two minutes of them, for the charts.
 *
 * <p>Thread-safe.
 */
public final class StatsHistory {
    private static final int KEPT = 120;

    private final Rate in;
    private final Rate out;
    private final Supplier<Latencies> latencies;
    private final Clock clock;
    private final Deque<Sample> samples = new ArrayDeque<>();

    public StatsHistory(Rate in, Rate out, Supplier<Latencies> latencies, Clock clock) {
        this.in = in;
        this.out = out;
        this.latencies = latencies;
        this.clock = clock;
    }

    @Scheduled(fixedRate = 1_000)
    void sample() {
        Latencies now = latencies.get();
        Sample sample = new Sample(clock.millis(), in.perSecond(), out.perSecond(), now.p50(), now.p99());
        synchronized (samples) {
            samples.addLast(sample);
            if (samples.size() > KEPT) {
                samples.removeFirst();
            }
        }
    }

    /** Returns the samples, the oldest first. */
    public List<Sample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    /**
     * The numbers of one moment.
     *
     * <p>Immutable.
     *
     * @param time milliseconds since 1970
     */
    public record Sample(long time, double inPerSecond, double outPerSecond, double latencyP50, double latencyP99) {}
}
