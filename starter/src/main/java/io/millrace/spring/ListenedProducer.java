package io.millrace.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.ProducerFactory;

/**
 * A producer of byte arrays that Spring's listeners, such as the one that binds metrics, hear of.
 *
 * <p>It belongs to its caller alone and ends when it is closed; those that Spring's factory hands out are shared and stay
 * open. Thread-safe.
 */
final class ListenedProducer extends KafkaProducer<byte[], byte[]> {

    private final List<ProducerFactory.Listener<byte[], byte[]>> listeners;
    private final String id;

    ListenedProducer(Map<String, Object> config, List<ProducerFactory.Listener<byte[], byte[]>> listeners) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.listeners = listeners;
        id = ClientId.of("millraceProducer", metrics());
        listeners.forEach(listener -> listener.producerAdded(id, this));
    }

    /** {@link #close()} arrives here as well. */
    @Override
    public void close(Duration timeout) {
        try {
            super.close(timeout);
        } finally {
            listeners.forEach(listener -> listener.producerRemoved(id, this));
        }
    }
}
