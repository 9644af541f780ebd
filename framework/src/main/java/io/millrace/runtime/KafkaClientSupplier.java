package io.millrace.runtime;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Makes the Kafka clients of an engine, so that they come with the service's own security, customizers and metrics. The
 * engine closes them. Thread-safe.
 */
public interface KafkaClientSupplier {

    /** Returns a new consumer of byte arrays. */
    Consumer<byte[], byte[]> consumer(ClientConfig config);

    /**
     * Returns a new producer of byte arrays. It uses transactions only where {@code config} requires a {@code
     * transactional.id}, and then that one, whatever the service's settings say.
     */
    Producer<byte[], byte[]> producer(ClientConfig config);

    /** Returns a new admin client. */
    Admin admin(ClientConfig config);
}
