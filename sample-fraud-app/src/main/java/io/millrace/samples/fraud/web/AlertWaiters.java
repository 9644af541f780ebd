package io.millrace.samples.fraud.web;

import io.millrace.samples.common.web.TooBusyException;
import io.millrace.samples.fraud.kafka.AlertObserver;
import io.millrace.samples.fraud.model.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Requests that wait for the alert of their payment. No thread waits.
 *
 * <p>Thread-safe.
 */
@Component
final class AlertWaiters implements AlertObserver {
    private static final int MOST = 1_000;

    private final Map<String, CompletableFuture<List<Alert>>> waiting = new ConcurrentHashMap<>();

    /**
     * Returns what completes with the payment's next alert, or with nothing after {@code longest}.
     *
     * @throws TooBusyException if too many requests wait
     */
    CompletableFuture<List<Alert>> next(String paymentId, Duration longest) {
        if (waiting.size() >= MOST) {
            throw new TooBusyException(
                    "%d requests wait for an alert. Try again, or leave 'wait' out.".formatted(MOST));
        }
        CompletableFuture<List<Alert>> alerts =
                waiting.computeIfAbsent(paymentId, id -> new CompletableFuture<List<Alert>>()
                        .completeOnTimeout(List.of(), longest.toMillis(), TimeUnit.MILLISECONDS));
        alerts.whenComplete((found, failure) -> waiting.remove(paymentId, alerts));
        return alerts;
    }

    @Override
    public void alertRead(Alert alert, Instant readAt) {
        CompletableFuture<List<Alert>> alerts = waiting.get(alert.paymentId());
        if (alerts != null) {
            alerts.complete(List.of(alert));
        }
    }
}
