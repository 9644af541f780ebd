package io.millrace.internal.engine;

import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.SinkPlan;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of shuffles whose records wait for the checkpoint: whoever has not asked for that will wonder where they are. */
final class WaitingShuffles {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingShuffles.class);

    private WaitingShuffles() {}

    static void warn(Plan plan, Trigger trigger) {
        for (Node.Sink sink : plan.sinks()) {
            SinkPlan sending = plan.sinkPlan(sink.name());
            if (sending.sending() == SinkPlan.Sending.WITH_CHECKPOINT
                    && sink.destination() instanceof Node.FixedTopic fixed
                    && plan.isRepartitionTopic(fixed.topic())) {
                LOG.atWarn()
                        .addKeyValue("millrace.topology", plan.topology())
                        .log(
                                "Topology '{}': '{}' keeps its records back until their epoch ends, with trigger {}, since {}. For less"
                                        + " delay shorten the epochs, put repartition() behind that place, or take at-least-once for this"
                                        + " shuffle",
                                plan.topology(),
                                sink.name(),
                                trigger,
                                sending.reason());
            }
        }
    }
}
