package io.millrace.comparison;

import io.millrace.state.Materialized;
import io.millrace.topology.KGroupedStream;
import io.millrace.topology.KTable;
import io.millrace.topology.SessionWindowedKStream;
import io.millrace.topology.TimeWindowedKStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.Windowed;
import org.apache.kafka.common.serialization.Serdes;

/** The topologies of {@link WindowCase}s as they are written here. Serdes of windowed keys are found by themselves. */
final class WindowTopologies {

    private WindowTopologies() {}

    static Topology of(WindowCase windows) {
        TopologyBuilder builder = TopologyBuilder.named("windows").defaultSerdes(Serdes.String(), Serdes.String());
        KGroupedStream<String, String> grouped =
                builder.<String, String>stream("in").groupByKey();
        switch (windows.kind()) {
            case TUMBLING, HOPPING -> inTime(grouped.windowedBy(windows.timeWindows()), windows);
            case SLIDING -> inTime(grouped.windowedBy(windows.slidingWindows()), windows);
            case SESSION -> inSessions(grouped.windowedBy(windows.sessionWindows()), windows);
        }
        return builder.build();
    }

    private static void inTime(TimeWindowedKStream<String, String> all, WindowCase windows) {
        TimeWindowedKStream<String, String> windowed = all.emitStrategy(windows.emit());
        write(windowed.count(Materialized.as("counts")), "counts");
        write(windowed.reduce(WindowCase::reduce, Materialized.as("reduced")), "reduced");
        write(windowed.aggregate(() -> "", windows::add, Materialized.as("aggregated")), "aggregated");
    }

    private static void inSessions(SessionWindowedKStream<String, String> all, WindowCase windows) {
        SessionWindowedKStream<String, String> windowed = all.emitStrategy(windows.emit());
        write(windowed.count(Materialized.as("counts")), "counts");
        write(windowed.reduce(WindowCase::reduce, Materialized.as("reduced")), "reduced");
        write(
                windowed.aggregate(() -> "", windows::add, WindowCase::merge, Materialized.as("aggregated")),
                "aggregated");
    }

    private static void write(KTable<Windowed<String>, ?> table, String topic) {
        table.toStream().to(topic);
    }
}
