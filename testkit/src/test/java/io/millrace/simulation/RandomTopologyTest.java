package io.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.internal.plan.Planner;
import io.millrace.runtime.TopologySettings;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomTopologyTest {

    @Test
    void everyTopologyCanBePlanned() {
        for (long seed = 1; seed <= 500; seed++) {
            Pipeline pipeline = Pipeline.of(new Random(seed));
            for (SimulatedTopology topology : pipeline.topologies()) {
                assertThatCode(() -> Planner.plan(topology.topology(), "group", TopologySettings.defaults()))
                        .as(topology.text())
                        .doesNotThrowAnyException();
            }
        }
    }
}
