package io.millrace.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * A consumer of byte arrays that Spring's listeners, such as the one that binds metrics, hear of.
 *
 * <p>Spring's own class for this misses {@link #close(Duration)}. Confined to the thread that polls it.
 */
final class ListenedConsumer extends KafkaConsumer<byte[], byte[]> {

    private final List<ConsumerFactory.Listener<byte[], byte[]>> listeners;
    private final String id;

    ListenedConsumer(Map<String, Object> config, List<ConsumerFactory.Listener<byte[], byte[]>> listeners) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.listeners = listeners;
        id = ClientId.of("millraceConsumer", metrics());
        listeners.forEach(listener -> listener.consumerAdded(id, this));
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            tellClosed();
        }
    }

    @Override
    @SuppressWarnings("deprecation")
    public void close(Duration timeout) {
        try {
            super.close(timeout);
        } finally {
            tellClosed();
        }
    }

    @Override
    public void close(CloseOptions options) {
        try {
            super.close(options);
        } finally {
            tellClosed();
        }
    }

    private void tellClosed() {
        listeners.forEach(listener -> listener.consumerRemoved(id, this));
    }
}
