package io.millrace.faults;

import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serdes;

/** A service that copies a topic in two stages. */
final class CopyService {

    static final String TOPOLOGY = "copy";

    private CopyService() {}

    public static void main(String[] args) {
        ServiceOptions options = ServiceOptions.parse(args);
        ServiceMain.run(options, topology(options.ends().in(), options.ends().out()));
    }

    static Topology topology(String in, String out) {
        TopologyBuilder builder = TopologyBuilder.named(TOPOLOGY).defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(in)
                .mapValues(value -> value)
                .stage("second", 2)
                .to(out);
        return builder.build();
    }
}
