package io.millrace;

import io.millrace.internal.plan.StorePlan;
import io.millrace.state.Materialized;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serdes;

/** Counts the records of each key, in a store of the same name as the topology, and writes each count. */
final class CountTopology {

    private CountTopology() {}

    static Topology named(String name, String in, String out) {
        return named(name, in, out, Materialized.as(name));
    }

    static Topology named(String name, String in, String out, Materialized<String, Long> store) {
        TopologyBuilder builder = TopologyBuilder.named(name).defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(in)
                .groupByKey()
                .count(store)
                .toStream()
                .mapValues(String::valueOf)
                .to(out);
        return builder.build();
    }

    /** Returns the changelog of the topology named {@code name}. */
    static String changelog(String application, String name) {
        return StorePlan.changelog(application + "-" + name, name);
    }
}
