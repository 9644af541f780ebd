package io.millrace.comparison;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;

/** Runs a topology in Kafka Streams' test driver: without caches, with stores in memory. */
final class Streams {

    private Streams() {}

    /** Returns what {@code topology} writes to each of {@code outputs}. */
    static Map<String, List<Told>> run(Topology topology, List<Given> given, List<Told.Topic> outputs) {
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings())) {
            Map<String, TestInputTopic<String, String>> inputs = new HashMap<>();
            for (Given record : given) {
                inputs.computeIfAbsent(
                                record.topic(),
                                name -> driver.createInputTopic(name, new StringSerializer(), new StringSerializer()))
                        .pipeInput(record.key(), record.value(), record.timestamp());
            }
            Map<String, List<Told>> told = new HashMap<>();
            outputs.forEach(topic -> told.put(topic.name(), read(driver, topic)));
            return told;
        }
    }

    private static List<Told> read(TopologyTestDriver driver, Told.Topic topic) {
        TestOutputTopic<byte[], byte[]> output =
                driver.createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<Told> told = new ArrayList<>();
        output.readRecordsToList()
                .forEach(record -> told.add(topic.told(record.key(), record.value(), record.timestamp())));
        return told;
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "comparison");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(
                StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
        // Else results that are final, or known to stay alone, wait for a second of the wall clock, which stands still.
        settings.put(StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_WINDOWED_AGGREGATION, 0L);
        settings.put(StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_OUTER_JOIN_SPURIOUS_RESULTS_FIX, 0L);
        return settings;
    }
}
