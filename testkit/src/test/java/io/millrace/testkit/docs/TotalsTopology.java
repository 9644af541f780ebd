package io.millrace.testkit.docs;

import io.millrace.state.Materialized;
import io.millrace.topology.Consumed;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serdes;

/** The topology that the examples test. */
final class TotalsTopology {

    private TotalsTopology() {}

    static Topology totals(String input, String output) {
        TopologyBuilder builder = TopologyBuilder.named("totals");
        builder.stream(input, Consumed.with(Serdes.String(), Serdes.Long()))
                .groupByKey()
                .reduce(Long::sum, Materialized.as("sums"))
                .toStream()
                .to(output, Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }
}
