package io.millrace.comparison;

import io.millrace.testkit.TestInputTopic;
import io.millrace.testkit.TestOutputTopic;
import io.millrace.testkit.TopologyTestDriver;
import io.millrace.topology.Topology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Runs a topology here. */
final class Millrace {

    private Millrace() {}

    /** Returns what {@code topology} writes to each of {@code outputs}. */
    static Map<String, List<Told>> run(Topology topology, List<Given> given, List<Told.Topic> outputs) {
        try (TopologyTestDriver driver = new TopologyTestDriver(topology)) {
            Map<String, TestInputTopic<String, String>> inputs = new HashMap<>();
            for (Given record : given) {
                inputs.computeIfAbsent(
                                record.topic(),
                                name -> driver.createInputTopic(name, new StringSerializer(), new StringSerializer()))
                        .pipeInput(record.key(), record.value(), Instant.ofEpochMilli(record.timestamp()));
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
                .forEach(record -> told.add(topic.told(
                        record.key(),
                        record.value(),
                        Objects.requireNonNull(record.timestamp()).toEpochMilli())));
        return told;
    }
}
