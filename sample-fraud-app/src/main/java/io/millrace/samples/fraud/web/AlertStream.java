package io.millrace.samples.fraud.web;

import io.millrace.samples.common.json.Json;
import io.millrace.samples.common.web.StreamClients;
import io.millrace.samples.fraud.kafka.AlertObserver;
import io.millrace.samples.fraud.model.Alert;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends each alert to every browser that listens.
 *
 * <p>Thread-safe.
 */
@Component
final class AlertStream implements AlertObserver {
    private static final String ALL = "all";

    private final StreamClients clients;

    AlertStream(StreamClients clients) {
        this.clients = clients;
    }

    /**
     * Begins to send alerts.
     *
     * @throws io.millrace.samples.common.web.TooBusyException if too many clients listen, or the service is stopping
     */
    SseEmitter subscribe() {
        return clients.subscribe(ALL);
    }

    @Override
    public void alertRead(Alert alert, Instant readAt) {
        clients.send(ALL, () -> Json.mapper().writeValueAsString(alert));
    }
}
