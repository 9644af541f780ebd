package io.millrace.samples.fraud.web;

import io.millrace.samples.fraud.json.Json;
import io.millrace.samples.fraud.kafka.AlertObserver;
import io.millrace.samples.fraud.model.Alert;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends each alert to every browser that listens. A client that does not read as fast as alerts come is dropped; its
 * browser connects again by itself.
 *
 * <p>Stops before the web server, which would wait for its open requests.
 *
 * <p>Thread-safe.
 */
@Component
final class AlertStream implements AlertObserver, SmartLifecycle {
    private static final int MAX_CLIENTS = 32;

    private final Set<StreamClient> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean running;
    private volatile boolean stopped;

    /**
     * Begins to send alerts.
     *
     * @throws TooBusyException if too many clients listen, or the service is stopping: a browser that was sent away then
     *     comes back at once and would hold up the web server's stop
     */
    SseEmitter subscribe() {
        SseEmitter emitter = new SseEmitter(0L);
        subscribe(emitter);
        return emitter;
    }

    StreamClient subscribe(SseEmitter emitter) {
        if (clients.size() >= MAX_CLIENTS) {
            throw new TooBusyException("%d clients read the alert stream. Close one.".formatted(MAX_CLIENTS));
        }
        StreamClient client = new StreamClient(emitter, clients::remove);
        clients.add(client);
        if (stopped) {
            clients.remove(client);
            throw new TooBusyException("The service is stopping.");
        }
        client.start();
        return client;
    }

    @Override
    public void alertRead(Alert alert, Instant readAt) {
        if (clients.isEmpty()) {
            return;
        }
        String json = Json.mapper().writeValueAsString(alert);
        clients.forEach(client -> client.offer(json));
    }

    int clients() {
        return clients.size();
    }

    @Override
    public void start() {
        stopped = false;
        running = true;
    }

    @Override
    public void stop() {
        stopped = true;
        running = false;
        clients.forEach(StreamClient::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
