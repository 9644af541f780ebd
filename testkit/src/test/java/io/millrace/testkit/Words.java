package io.millrace.testkit;

import io.millrace.state.Materialized;
import io.millrace.topology.Consumed;
import io.millrace.topology.Grouped;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.Locale;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Topologies that tests run, and topics of theirs. */
final class Words {

    private Words() {}

    /** Writes the values of topic {@code words} to {@code upper} in capitals. */
    static Topology upper() {
        TopologyBuilder builder = builder();
        builder.<String, String>stream("words")
                .mapValues(value -> value.toUpperCase(Locale.ROOT))
                .to("upper");
        return builder.build();
    }

    /** Writes how often each key of topic {@code words} was there to {@code counts}; the store is {@code counts} too. */
    static Topology counts() {
        return counts(Grouped.with(Serdes.String(), Serdes.String()), Materialized.as("counts"));
    }

    /** The same, on two workers. */
    static Topology parallelCounts() {
        return counts(Grouped.<String, String>as("count").withParallelism(2), Materialized.as("counts"));
    }

    /** The same, where a count ends that was not changed for a minute. */
    static Topology countsOfAMinute() {
        return counts(
                Grouped.with(Serdes.String(), Serdes.String()),
                Materialized.<String, Long>as("counts").withTtl(Duration.ofMinutes(1)));
    }

    static Topology counts(Grouped<String, String> grouped, Materialized<String, Long> store) {
        TopologyBuilder builder = builder();
        builder.<String, String>stream("words")
                .groupByKey(grouped)
                .count(store)
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    static TopologyBuilder builder() {
        return TopologyBuilder.named("words").defaultSerdes(Serdes.String(), Serdes.String());
    }

    static Consumed<String, String> strings() {
        return Consumed.with(Serdes.String(), Serdes.String());
    }

    static TestInputTopic<String, String> input(TopologyTestDriver driver) {
        return input(driver, "words");
    }

    static TestInputTopic<String, String> input(TopologyTestDriver driver, String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new StringSerializer());
    }

    static TestOutputTopic<String, String> output(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new StringDeserializer());
    }

    static TestOutputTopic<String, Long> counts(TopologyTestDriver driver) {
        return driver.createOutputTopic("counts", new StringDeserializer(), new LongDeserializer());
    }
}
