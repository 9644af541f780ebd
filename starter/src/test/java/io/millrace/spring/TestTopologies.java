package io.millrace.spring;

import io.millrace.topology.Consumed;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serdes;

/** Topologies for tests. */
final class TestTopologies {

    private TestTopologies() {}

    /** Returns a topology of one stage, 'read', that writes what it reads. */
    static Topology copy(String name, String from, String to) {
        TopologyBuilder builder = TopologyBuilder.named(name);
        builder.stream(from, Consumed.with(Serdes.String(), Serdes.String()).withName("read"))
                .to(to, Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }
}
