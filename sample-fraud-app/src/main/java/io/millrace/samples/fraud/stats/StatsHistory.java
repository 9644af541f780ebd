package io.millrace.samples.fraud.stats;

import io.millrace.samples.fraud.kafka.PaymentReader;
import io.millrace.samples.fraud.meter.Latencies;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Notes a few numbers each second and keeps the last two minutes of them, for the charts.
 *
 * <p>Thread-safe.
 */
@Component
public class StatsHistory {
    private static final int KEPT = 120;

    private final PaymentReader payments;
    private final AlertStats alerts;
    private final Clock clock;
    private final Deque<Sample> samples = new ArrayDeque<>();

    public StatsHistory(PaymentReader payments, AlertStats alerts, Clock clock) {
        this.payments = payments;
        this.alerts = alerts;
        this.clock = clock;
    }

    @Scheduled(fixedRate = 1_000)
    void sample() {
        Latencies latencies = alerts.endToEnd();
        Sample sample = new Sample(
                clock.millis(),
                payments.payments().perSecond(),
                alerts.alerts().perSecond(),
                latencies.p50(),
                latencies.p99());
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
    public record Sample(
            long time, double paymentsPerSecond, double alertsPerSecond, double latencyP50, double latencyP99) {}
}
