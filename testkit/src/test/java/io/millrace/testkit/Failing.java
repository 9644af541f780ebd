package io.millrace.testkit;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Consumed;
import io.millrace.topology.Named;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Topologies that fail where and as tests want it. */
final class Failing {

    static final ErrorSettings DEAD_LETTERS = ErrorSettings.defaults().withPolicy(ErrorPolicy.deadLetter());

    private Failing() {}

    /** Writes the values of topic {@code words} to {@code upper}; {@code boom} fails in {@code phase}. */
    static Topology in(ErrorPhase phase) {
        TopologyBuilder builder = Words.builder();
        builder.stream(
                        "words",
                        Consumed.with(
                                        Serdes.String(),
                                        phase == ErrorPhase.DESERIALIZATION ? failing() : Serdes.String())
                                .withName("in"))
                .peek(
                        (key, value) -> {
                            if (phase == ErrorPhase.PROCESSING) {
                                boom(value);
                            }
                        },
                        Named.as("check"))
                .to(
                        "upper",
                        Produced.with(Serdes.String(), phase == ErrorPhase.PRODUCTION ? failing() : Serdes.String())
                                .withName("out"));
        return builder.build();
    }

    private static Serde<String> failing() {
        Serde<String> strings = Serdes.String();
        return Serdes.serdeFrom(
                (topic, value) -> strings.serializer().serialize(topic, boom(value)),
                (topic, bytes) -> boom(strings.deserializer().deserialize(topic, bytes)));
    }

    static String boom(String value) {
        if (value.contains("boom")) {
            throw new IllegalArgumentException("boom!", new IllegalStateException("deeper"));
        }
        return value;
    }

    static TopologyTestDriver driver(Topology topology, ErrorSettings errors) {
        return TopologyTestDriver.builder(topology)
                .settings(TopologySettings.defaults().withErrors(errors))
                .build();
    }
}
