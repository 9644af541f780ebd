package io.millrace.support;

import io.millrace.MillraceEngine;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Topology;
import java.time.Duration;

/** Engines as tests want them: short epochs, short pauses. */
public final class Engines {

    private Engines() {}

    /** Returns settings with epochs of 200 ms and restarts after 50 ms. */
    public static TopologySettings quick() {
        return TopologySettings.defaults()
                .withTrigger(Trigger.realTime(Duration.ofMillis(200)))
                .withRestart(new RestartPolicy(3, Duration.ofMillis(50), Duration.ofMillis(200)));
    }

    public static MillraceEngine of(
            Cluster cluster, String application, TopologySettings settings, Topology... topologies) {
        MillraceEngine.Builder builder = MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(cluster.engineProperties())
                .defaultSettings(settings);
        for (Topology topology : topologies) {
            builder.topology(topology);
        }
        return builder.build();
    }
}
