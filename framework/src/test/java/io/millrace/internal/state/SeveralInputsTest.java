package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.Shard;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.ShardGroup;
import io.millrace.internal.plan.StagePlan;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Materialized;
import io.millrace.support.ManualTime;
import io.millrace.topology.KStream;
import io.millrace.topology.TopologyBuilder;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** A stage may have stores of inputs that share nothing but the stage. */
class SeveralInputsTest {

    @Test
    void aStageThatTwoInputsMeetInKeepsTheirStoresApart() {
        TopologyBuilder builder = TopologyBuilder.named("both").defaultSerdes(Serdes.String(), Serdes.String());
        KStream<String, String> a = builder.stream("a");
        KStream<String, String> b = builder.stream("b");
        a.merge(b).foreach((key, value) -> {});
        a.groupByKey().count(Materialized.as("of-a"));
        b.groupByKey().count(Materialized.as("of-b"));
        Plan plan = Planner.plan(builder.build(), "group", TopologySettings.defaults());
        assertThat(plan.stages()).hasSize(1);
        assertThat(plan.shardGroups()).extracting(ShardGroup::name).hasSize(2);
        StagePlan stage = plan.stages().get(0);

        try (StateStores stores = new StateStores(plan, "app-both", StateSettings.defaults(), new ManualTime())) {
            WorkerStores worker = new WorkerStores(stores, stage.stores(), 0);
            for (ShardGroup group : plan.shardGroups()) {
                Shard shard = new Shard(group.name(), 0);
                stores.open(shard);
                worker.open(shard);
            }

            assertThat(worker.expire(10)).isZero();
            worker.sealAllBut(Set.of());
        }
    }
}
