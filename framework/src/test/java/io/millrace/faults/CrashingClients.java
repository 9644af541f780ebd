package io.millrace.faults;

import io.millrace.internal.kafka.PropertiesClientSupplier;
import io.millrace.runtime.ClientConfig;
import io.millrace.runtime.KafkaClientSupplier;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Clients of which the transactional producer ends the process where the options say so. Thread-safe. */
final class CrashingClients implements KafkaClientSupplier {

    private static final int KAFKAS_REQUEST_TIMEOUT = 30_000;

    private final KafkaClientSupplier clients;
    private final Map<String, Object> properties;
    private final CrashPoint point;
    private final AtomicInteger left;

    CrashingClients(ServiceOptions options) {
        int sending = (int) options.patience().sending().toMillis();
        properties = Map.of(
                "bootstrap.servers",
                options.ends().bootstrapServers(),
                "session.timeout.ms",
                (int) options.patience().session().toMillis(),
                "delivery.timeout.ms",
                sending,
                "request.timeout.ms",
                Math.min(KAFKAS_REQUEST_TIMEOUT, sending / 2),
                "fetch.max.wait.ms", // a consumer is closed behind its last fetch
                50);
        clients = new PropertiesClientSupplier(properties);
        point = options.crash().point();
        left = new AtomicInteger(options.crash().at());
    }

    @Override
    public Consumer<byte[], byte[]> consumer(ClientConfig config) {
        return clients.consumer(config);
    }

    @Override
    public Producer<byte[], byte[]> producer(ClientConfig config) {
        Producer<byte[], byte[]> producer = clients.producer(config);
        return config.around(properties).containsKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG)
                ? CrashingProducer.around(producer, point, left)
                : producer;
    }

    @Override
    public Admin admin(ClientConfig config) {
        return clients.admin(config);
    }
}
