package io.millrace.devbroker;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A real Kafka broker, and its own controller, in this JVM: for development and tests. It listens on the loopback
 * interface only, without authentication or encryption.
 *
 * <p>Never for production: when the broker meets a fault it cannot survive (its data directory deleted or its disk full,
 * for instance), Kafka halts the whole JVM, without running shutdown hooks.
 *
 * <p>{@link #start} returns a running broker and {@link #close()} ends it. A test that needs the same broker away and
 * back again closes it and starts another on the same directory and port:
 *
 * <pre>{@code
 * DevBroker.start(settings.withDataDirectory(directory).withPort(port))
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class DevBroker implements AutoCloseable {
    private final KafkaServer server;
    private final DataDirectory data;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DevBroker(KafkaServer server, DataDirectory data, int port) {
        this.server = server;
        this.data = data;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it serves clients, usually after one to three seconds.
     *
     * @throws PortInUseException if a port of {@code settings} is taken
     * @throws DevBrokerException if the broker cannot start for another reason; nothing is left running
     */
    public static DevBroker start(DevBrokerSettings settings) {
        LoopbackPorts ports = LoopbackPorts.choose(settings);
        DataDirectory data = DataDirectory.claim(settings);
        try {
            KafkaServer server = KafkaServer.start(ServerProperties.of(settings, ports, data), data.path());
            return new DevBroker(server, data, ports.client());
        } catch (Exception failure) {
            data.release();
            throw new DevBrokerException(
                    "The development broker did not start on port %d with data in '%s': %s"
                            .formatted(ports.client(), data.path(), failure),
                    failure);
        }
    }

    /** Where clients connect: {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The port where clients connect, also when the settings left the choice open. */
    public int port() {
        return port;
    }

    /** Where topics lie; the directory is gone after {@link #close()} unless the settings named it. */
    public Path dataDirectory() {
        return data.path();
    }

    /** Stops the broker in good order and waits for it; later calls do nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                server.stop();
            } finally {
                data.release();
            }
        }
    }

    /** Waits until the broker has stopped. */
    void awaitClosed() {
        server.awaitStop();
    }
}
