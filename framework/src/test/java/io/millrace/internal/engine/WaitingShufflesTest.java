package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.Materialized;
import io.millrace.support.LogLines;
import io.millrace.topology.KStream;
import io.millrace.topology.Repartitioned;
import io.millrace.topology.TopologyBuilder;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class WaitingShufflesTest {

    private final TopologyBuilder builder =
            TopologyBuilder.named("shops").defaultSerdes(Serdes.String(), Serdes.String());

    @Test
    void aShuffleThatWaitsForTheCheckpointIsToldWithTheReason() {
        KStream<String, String> both = builder.<String, String>stream("a").merge(builder.stream("b"));
        both.groupByKey()
                .reduce((before, value) -> value, Materialized.as("last"))
                .toStream()
                .repartition(Repartitioned.as("wide"))
                .foreach((key, value) -> {});

        assertThat(warnings(TopologySettings.defaults()))
                .singleElement()
                .asString()
                .startsWith(
                        "WARN Topology 'shops': 'wide-write' keeps its records back until their epoch ends, with trigger"
                                + " real-time 5m, since store 'last' takes records of several topics, 'a', 'b', and");
    }

    @Test
    void aShuffleThatDoesNotWaitIsNotTold() {
        builder.<String, String>stream("a").groupBy((key, value) -> value).count();

        assertThat(warnings(TopologySettings.defaults())).isEmpty();
    }

    @Test
    void outputsThatWaitByTheUsersWordAreNotTold() {
        builder.stream("a").to("out");

        assertThat(warnings(TopologySettings.defaults().withDelivery(Delivery.EXACTLY_ONCE)))
                .isEmpty();
    }

    private List<String> warnings(TopologySettings settings) {
        Plan plan = Planner.plan(builder.build(), "app-shops", settings);
        return LogLines.of(WaitingShuffles.class, () -> WaitingShuffles.warn(plan, Trigger.realTime()));
    }
}
