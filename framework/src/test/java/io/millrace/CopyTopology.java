package io.millrace;

import io.millrace.topology.Named;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.Serdes;

/** The topology that most tests run: strings from one topic to another. */
final class CopyTopology {

    private CopyTopology() {}

    /** Returns a topology of strings from {@code in} to {@code out} through {@code digest}, a node of that name. */
    static Topology named(String name, String in, String out, UnaryOperator<String> digest) {
        TopologyBuilder builder = TopologyBuilder.named(name).defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(in)
                .mapValues(value -> digest.apply(value), Named.as("digest"))
                .to(out);
        return builder.build();
    }
}
