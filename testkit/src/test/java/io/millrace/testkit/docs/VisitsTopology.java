package io.millrace.testkit.docs;

import io.millrace.state.Materialized;
import io.millrace.topology.Consumed;
import io.millrace.topology.GlobalKTable;
import io.millrace.topology.KGroupedStream;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.EmitStrategy;
import io.millrace.window.SessionWindows;
import io.millrace.window.SlidingWindows;
import io.millrace.window.TimeWindows;
import io.millrace.window.Windowed;
import io.millrace.window.WindowedSerdes;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The topologies of the examples of event time. */
final class VisitsTopology {

    private VisitsTopology() {}

    static Topology visits() {
        TopologyBuilder builder = TopologyBuilder.named("visits").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream("visits")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMinutes(1), Duration.ofSeconds(10)))
                .emitStrategy(EmitStrategy.onWindowClose())
                .count(Materialized.as("visits-per-minute"))
                .toStream()
                .to("visits-per-minute");
        return builder.build();
    }

    static Topology allWindows() {
        TopologyBuilder builder = TopologyBuilder.named("all-windows").defaultSerdes(Serdes.String(), Serdes.String());
        Consumed<String, String> consumed = Consumed.with(Serdes.String(), Serdes.String());
        KStream<String, String> stream = builder.stream(
                "visits",
                consumed.withTimestampExtractor((page, visit, kafkas) -> timeOf(visit, kafkas))
                        .allowedDisorder(Duration.ofSeconds(5))
                        .idleAfter(Duration.ofMinutes(1))
                        .advancingWhenIdle(Duration.ofMinutes(2)));
        KGroupedStream<String, String> grouped = stream.groupByKey();
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMinutes(1)).advanceBy(Duration.ofSeconds(10)))
                .count(Materialized.as("hopping"));
        grouped.windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(Duration.ofMinutes(5)))
                .count(Materialized.as("sliding"));
        grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofMinutes(30)))
                .aggregate(
                        () -> 0L,
                        (page, visit, length) -> length + visit.length(),
                        (page, one, other) -> one + other,
                        Materialized.<String, Long>as("sessions").withValueSerde(Serdes.Long()));
        grouped.windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMinutes(1), Duration.ofSeconds(10)))
                .emitStrategy(EmitStrategy.every(Duration.ofSeconds(5)))
                .onLate(late -> late.to("visits-too-late"))
                .count(Materialized.as("early"));
        return builder.build();
    }

    static Topology reader() {
        TopologyBuilder builder = TopologyBuilder.named("reader");
        Serde<Windowed<String>> minutes = WindowedSerdes.timeWindowed(Serdes.String(), Duration.ofMinutes(1));
        builder.stream("visits-per-minute", Consumed.with(minutes, Serdes.Long()))
                .foreach((page, visits) -> show(page.key(), page.window().start(), visits));
        return builder.build();
    }

    static Topology merchants(Serde<Merchant> merchantSerde) {
        TopologyBuilder builder = TopologyBuilder.named("merchants").defaultSerdes(Serdes.String(), Serdes.String());
        KStream<String, Payment> payments =
                builder.<String, String>stream("payments").mapValues(Payment::new);
        GlobalKTable<String, Merchant> merchants =
                builder.globalTable("merchants", Consumed.with(Serdes.String(), merchantSerde));

        payments.join(merchants, (card, payment) -> payment.merchant(), (payment, merchant) -> payment.at(merchant))
                .to("payments-at-merchants");
        return builder.build();
    }

    record Merchant(String risk) {}

    private record Payment(String merchant) {

        String at(Merchant found) {
            return merchant + " " + found.risk();
        }
    }

    private static void show(String page, long minute, long visits) {}

    private static long timeOf(String visit, long otherwise) {
        return visit.startsWith("20") ? Instant.parse(visit).toEpochMilli() : otherwise;
    }
}
