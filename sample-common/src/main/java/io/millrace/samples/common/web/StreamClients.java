package io.millrace.samples.common.web;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends events to every browser that listens to their subject. A client that does not read as fast as events come is dropped; its
 * browser connects again by itself.
 *
 * <p>Stops before the web server, which would wait for its open requests.
 *
 * <p>Thread-safe.
 */
public final class StreamClients implements SmartLifecycle {
    private static final int MAX_CLIENTS = 32;

    private final String event;
    private final Set<StreamClient> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean running;
    private volatile boolean stopped;

    /** @param event the name under which browsers see the events */
    public StreamClients(String event) {
        this.event = event;
    }

    /**
     * Begins to send the events of {@code subject}.
     *
     * @throws TooBusyException if too many clients listen, or the service is stopping: a browser that was sent away then
     *     comes back at once and would hold up the web server's stop
     */
    public SseEmitter subscribe(String subject) {
        SseEmitter emitter = new SseEmitter(0L);
        subscribe(subject, emitter);
        return emitter;
    }

    StreamClient subscribe(String subject, SseEmitter emitter) {
        if (clients.size() >= MAX_CLIENTS) {
            throw new TooBusyException("%d clients read the %s stream. Close one.".formatted(MAX_CLIENTS, event));
        }
        StreamClient client = new StreamClient(event, subject, emitter, clients::remove);
        clients.add(client);
        if (stopped) {
            clients.remove(client);
            throw new TooBusyException("The service is stopping.");
        }
        client.start();
        return client;
    }

    /** Sends {@code json} to those who listen to {@code subject}; it is not made if there are none. */
    public void send(String subject, Supplier<String> json) {
        String made = null;
        for (StreamClient client : clients) {
            if (client.hears(subject)) {
                made = made == null ? json.get() : made;
                client.offer(made);
            }
        }
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
