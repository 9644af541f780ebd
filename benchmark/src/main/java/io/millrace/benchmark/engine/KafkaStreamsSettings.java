package io.millrace.benchmark.engine;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;

/**
 * Kafka Streams' settings, tuned for latency. What is not set here is left as Kafka has it; {@code docs/benchmarks.md}
 * gives the reasons.
 *
 * <p>Immutable.
 */
final class KafkaStreamsSettings {
    private KafkaStreamsSettings() {}

    static Map<String, Object> of(EngineSettings settings, KafkaStreamsOptions options) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.runId());
        configuration.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
        configuration.put(
                StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
        configuration.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee(options.delivery()));
        configuration.put(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, suppliers(options.store()));
        configuration.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        configuration.put(StreamsConfig.POLL_MS_CONFIG, 10);
        configuration.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        configuration.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        configuration.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        return configuration;
    }

    private static String guarantee(KafkaStreamsOptions.Delivery delivery) {
        return switch (delivery) {
            case AT_LEAST_ONCE -> StreamsConfig.AT_LEAST_ONCE;
            case EXACTLY_ONCE -> StreamsConfig.EXACTLY_ONCE_V2;
        };
    }

    private static Class<?> suppliers(KafkaStreamsOptions.Store store) {
        return switch (store) {
            case IN_MEMORY -> BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class;
            case ROCKSDB -> BuiltInDslStoreSuppliers.RocksDBDslStoreSuppliers.class;
        };
    }
}
