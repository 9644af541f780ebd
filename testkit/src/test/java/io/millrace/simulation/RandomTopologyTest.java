package io.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.internal.plan.Planner;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomTopologyTest {

    @Test
    void everyTopologyCanBePlanned() {
        for (long seed = 1; seed <= 500; seed++) {
            SimulatedTopology topology =
                    Pipeline.of(new Random(seed), new Elsewhere(seed)).topology();
            TopologySettings settings = TopologySettings.defaults().withTrigger(Trigger.availableNow());
            assertThatCode(() -> Planner.plan(topology.topology(), "group", settings))
                    .as(topology.text())
                    .doesNotThrowAnyException();
        }
    }
}
