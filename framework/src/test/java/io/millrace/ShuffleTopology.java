package io.millrace;

import io.millrace.state.Materialized;
import io.millrace.topology.Grouped;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Counts records by the last letter of their value, on two workers, and then counts those counts under the one key {@code all}. It writes each count of
 * the second kind, so that the largest is the number of records that were ever counted.
 */
final class ShuffleTopology {

    static final String NAME = "shuffles";

    private ShuffleTopology() {}

    static Topology between(String in, String out) {
        return between(in, out, () -> {});
    }

    /** {@code onCount} is run for each count of the second kind, before it is written. */
    static Topology between(String in, String out, Runnable onCount) {
        TopologyBuilder builder = TopologyBuilder.named(NAME).defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(in)
                .groupBy(
                        (key, value) -> value.substring(value.length() - 1),
                        Grouped.<String, String>as("by-value").withParallelism(2))
                .count(Materialized.as("values"))
                .toStream()
                .groupBy((value, count) -> "all", Grouped.with(Serdes.String(), Serdes.Long()))
                .count(Materialized.as("all"))
                .toStream()
                .peek((key, count) -> onCount.run())
                .mapValues(String::valueOf)
                .to(out);
        return builder.build();
    }

    /** Returns the repartition topic of the shuffle named {@code base}: {@code by-value} or {@code all}. */
    static String topic(String application, String base) {
        return "%s-%s-%s-repartition".formatted(application, NAME, base);
    }
}
