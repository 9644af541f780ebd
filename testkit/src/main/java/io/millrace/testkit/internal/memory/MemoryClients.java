package io.millrace.testkit.internal.memory;

import io.millrace.runtime.ClientConfig;
import io.millrace.runtime.KafkaClientSupplier;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Makes the clients of one process. Confined to the test's thread. */
final class MemoryClients implements KafkaClientSupplier {

    private final Connection connection;
    private final Map<String, Object> settings;

    /** {@code settings} are the service's own. */
    MemoryClients(Connection connection, Map<String, Object> settings) {
        this.connection = connection;
        this.settings = Map.copyOf(settings);
    }

    @Override
    public Consumer<byte[], byte[]> consumer(ClientConfig config) {
        return new MemoryConsumer(ConsumerParts.of(connection, settings(config)));
    }

    @Override
    public Producer<byte[], byte[]> producer(ClientConfig config) {
        return new MemoryProducer(connection, settings(config));
    }

    @Override
    public Admin admin(ClientConfig config) {
        return new MemoryAdmin(connection, settings(config));
    }

    private ClientSettings settings(ClientConfig config) {
        return new ClientSettings(config.around(settings));
    }
}
