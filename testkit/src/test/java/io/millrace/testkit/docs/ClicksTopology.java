package io.millrace.testkit.docs;

import io.millrace.state.Materialized;
import io.millrace.topology.Consumed;
import io.millrace.topology.Deduplicated;
import io.millrace.topology.Joined;
import io.millrace.topology.KStream;
import io.millrace.topology.KTable;
import io.millrace.topology.StreamJoined;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.JoinWindows;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;

/** The clicks on what was shown to a visitor shortly before, each once. */
final class ClicksTopology {

    private ClicksTopology() {}

    static Topology clicks() {
        TopologyBuilder builder = TopologyBuilder.named("clicks").defaultSerdes(Serdes.String(), Serdes.String());
        KStream<String, String> views = builder.stream("views");
        KTable<String, String> countries = builder.table(
                "countries", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("countries"));
        JoinWindows soon = JoinWindows.ofTimeDifferenceAndGrace(Duration.ofMinutes(5), Duration.ofSeconds(10));

        builder.<String, String>stream("clicks")
                .deduplicate((visitor, click) -> click, Duration.ofHours(1), Deduplicated.as("clicks-once"))
                .join(views, (click, view) -> click + " on " + view, soon, StreamJoined.as("clicks-on-views"))
                .leftJoin(countries, (click, country) -> click + " from " + country, Joined.as("clicks-by-country"))
                .to("clicks-on-views");
        return builder.build();
    }
}
