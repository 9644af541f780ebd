package io.millrace.samples.fraud.web;

import io.millrace.samples.fraud.kafka.AlertObserver;
import io.millrace.samples.fraud.model.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The last {@value #KEPT} alerts. It sees an alert before anybody is told of it.
 *
 * <p>Thread-safe.
 */
@Component
@Order(0)
final class RecentAlerts implements AlertObserver {
    static final int KEPT = 1_000;

    private final Map<String, Alert> byPayment = new LinkedHashMap<>();

    @Override
    public synchronized void alertRead(Alert alert, Instant readAt) {
        byPayment.remove(alert.paymentId());
        byPayment.put(alert.paymentId(), alert);
        if (byPayment.size() > KEPT) {
            byPayment.remove(byPayment.keySet().iterator().next());
        }
    }

    synchronized Optional<Alert> ofPayment(String paymentId) {
        return Optional.ofNullable(byPayment.get(paymentId));
    }

    /** Returns at most {@code most} alerts, the newest first. */
    synchronized List<Alert> newest(int most) {
        List<Alert> alerts = new ArrayList<>(byPayment.values());
        Collections.reverse(alerts);
        return List.copyOf(alerts.subList(0, Math.min(most, alerts.size())));
    }
}
