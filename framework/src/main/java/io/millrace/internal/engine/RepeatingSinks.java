package io.millrace.internal.engine;

import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.SinkPlan;
import io.millrace.sink.SinkEffect;
import io.millrace.topology.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of sinks that could write everything once, but not behind what comes before them. */
final class RepeatingSinks {

    private static final Logger LOG = LoggerFactory.getLogger(RepeatingSinks.class);

    private RepeatingSinks() {}

    static void warn(Plan plan) {
        for (Node.ExternalSink sink : plan.externalSinks()) {
            SinkPlan sending = plan.sinkPlan(sink.name());
            if (sink.sink().effect() == SinkEffect.ONCE_WHERE_POSSIBLE && !sending.withIds()) {
                LOG.atWarn()
                        .addKeyValue("millrace.topology", plan.topology())
                        .log(
                                "Topology '{}': sink '{}' writes at least once, and again after a failure, since {}. Put repartition() behind that"
                                        + " place, or write nothing that may not be written twice",
                                plan.topology(),
                                sink.name(),
                                sending.reason());
            }
        }
    }
}
