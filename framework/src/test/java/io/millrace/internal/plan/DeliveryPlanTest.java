package io.millrace.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.plan.SinkPlan.Sending;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class DeliveryPlanTest {

    @Test
    void withoutStateOutputsThatLeaveAtOnceNeedNoTransaction() {
        Plan plan = plan(copy(), Delivery.AT_LEAST_ONCE);

        assertThat(plan.isTransactional()).isFalse();
        assertThat(plan.isRestored()).isFalse();
        assertThat(plan.isExactlyOnce()).isFalse();
    }

    @Test
    void withoutStateOutputsThatLeaveWithTheCheckpointNeedOneAndPartitionsWaitForThoseOfOthers() {
        Plan plan = plan(copy(), Delivery.EXACTLY_ONCE);

        assertThat(plan.sinkPlans()).extracting(SinkPlan::sending).containsExactly(Sending.WITH_CHECKPOINT);
        assertThat(plan.isTransactional()).isTrue();
        assertThat(plan.isRestored()).isTrue();
        assertThat(plan.isExactlyOnce()).isTrue();
    }

    @Test
    void withStateThereAreTransactionsInBothDeliveries() {
        assertThat(plan(count(true), Delivery.AT_LEAST_ONCE).isTransactional()).isTrue();
        assertThat(plan(count(true), Delivery.AT_LEAST_ONCE).isExactlyOnce()).isFalse();
        assertThat(plan(count(true), Delivery.EXACTLY_ONCE).isExactlyOnce()).isTrue();
    }

    @Test
    void stateWithoutAChangelogIsNotCommittedButPartitionsWaitForIt() {
        Plan plan = plan(count(false), Delivery.AT_LEAST_ONCE);

        assertThat(plan.isTransactional()).isFalse();
        assertThat(plan.isRestored()).isTrue();
    }

    private static Plan plan(Topology topology, Delivery delivery) {
        return Planner.plan(topology, "group", TopologySettings.defaults().withDelivery(delivery));
    }

    private static Topology copy() {
        TopologyBuilder builder = builder();
        builder.stream("in").to("out");
        return builder.build();
    }

    private static Topology count(boolean logged) {
        StoreDefinition<ValueState<Long>> store = Stores.value("counts", Serdes.Long());
        StoreDefinition<ValueState<Long>> kept = logged ? store : store.withLoggingDisabled();
        TopologyBuilder builder = builder();
        builder.<String, String>stream("in").process(() -> record -> {}, kept);
        builder.stream("in").to("out");
        return builder.build();
    }

    private static TopologyBuilder builder() {
        return TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
    }
}
