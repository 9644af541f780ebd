package io.millrace.comparison;

import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.SessionWindowedKStream;
import org.apache.kafka.streams.kstream.TimeWindowedKStream;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.kstream.WindowedSerdes;
import org.apache.kafka.streams.processor.StateStore;

/**
 * The topologies of {@link WindowCase}s as they are written for Kafka Streams.
 *
 * <p>Records without a value are left out beforehand. Kafka Streams documents that aggregations ignore them, but those in tumbling and
 * hopping windows and in sessions do not.
 *
 * <p>Stores keep windows for longer than they do by themselves. What results are then depends on when windows are closed, and not on
 * which of them a store has already thrown away.
 */
final class TheirWindowTopologies {

    private TheirWindowTopologies() {}

    static Topology of(WindowCase windows) {
        StreamsBuilder builder = new StreamsBuilder();
        KGroupedStream<String, String> grouped = builder.<String, String>stream("in")
                .filter((key, value) -> value != null)
                .groupByKey();
        switch (windows.kind()) {
            case TUMBLING, HOPPING -> inTime(grouped.windowedBy(windows.theirTimeWindows()), windows);
            case SLIDING -> inTime(grouped.windowedBy(windows.theirSlidingWindows()), windows);
            case SESSION -> inSessions(grouped.windowedBy(windows.theirSessionWindows()), windows);
        }
        return builder.build();
    }

    private static void inTime(TimeWindowedKStream<String, String> all, WindowCase windows) {
        TimeWindowedKStream<String, String> windowed = all.emitStrategy(windows.theirEmit());
        Serde<Windowed<String>> keys = WindowedSerdes.timeWindowedSerdeFrom(String.class, windows.size());
        write(windowed.count(stored(Serdes.Long(), windows)), "counts", keys, Serdes.Long());
        write(windowed.reduce(WindowCase::reduce, stored(Serdes.String(), windows)), "reduced", keys, Serdes.String());
        write(
                windowed.aggregate(() -> "", windows::add, stored(Serdes.String(), windows)),
                "aggregated",
                keys,
                Serdes.String());
    }

    private static void inSessions(SessionWindowedKStream<String, String> all, WindowCase windows) {
        SessionWindowedKStream<String, String> windowed = all.emitStrategy(windows.theirEmit());
        Serde<Windowed<String>> keys = WindowedSerdes.sessionWindowedSerdeFrom(String.class);
        write(windowed.count(stored(Serdes.Long(), windows)), "counts", keys, Serdes.Long());
        write(windowed.reduce(WindowCase::reduce, stored(Serdes.String(), windows)), "reduced", keys, Serdes.String());
        write(
                windowed.aggregate(() -> "", windows::add, WindowCase::merge, stored(Serdes.String(), windows)),
                "aggregated",
                keys,
                Serdes.String());
    }

    private static <A, S extends StateStore> Materialized<String, A, S> stored(Serde<A> serde, WindowCase windows) {
        return Materialized.<String, A, S>with(Serdes.String(), serde)
                .withRetention(Duration.ofMillis(retention(windows)));
    }

    /** A store in memory throws away what it has too long before results that are final are taken from it. */
    private static long retention(WindowCase windows) {
        if (windows.atClose()) {
            return 1_000_000;
        }
        return windows.kind() == WindowCase.Kind.SESSION
                ? windows.size() + windows.grace() + 1
                : 3 * windows.size() + windows.grace() + 2;
    }

    private static <A> void write(
            KTable<Windowed<String>, A> table, String topic, Serde<Windowed<String>> keys, Serde<A> values) {
        table.toStream().to(topic, Produced.with(keys, values));
    }
}
