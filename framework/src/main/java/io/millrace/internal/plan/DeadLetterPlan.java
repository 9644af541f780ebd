package io.millrace.internal.plan;

import io.millrace.internal.plan.SinkPlan.Sending;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.TopologySettings;
import java.util.Optional;

/**
 * Where dead letters go, and how they leave. Immutable.
 *
 * @param isOwn whether the topic is named after the topology, and not by the user
 */
public record DeadLetterPlan(String topic, boolean isOwn, SinkPlan sink) {

    /** Stands for the sink in messages. */
    private static final String SINK = "dead letters";

    /** Returns the topic of {@code group} for which the user has named none. */
    public static String topic(String group) {
        return group + "-dlt";
    }

    /** Returns the plan; empty if there can be no dead letters. */
    static Optional<DeadLetterPlan> of(String group, TopologySettings settings) {
        if (!settings.errors().mayDeadLetter()) {
            return Optional.empty();
        }
        boolean withCheckpoint = settings.delivery() == Delivery.EXACTLY_ONCE;
        Optional<String> named = settings.errors().deadLetterTopic();
        return Optional.of(new DeadLetterPlan(
                named.orElseGet(() -> topic(group)),
                named.isEmpty(),
                new SinkPlan(
                        SINK,
                        withCheckpoint ? Sending.WITH_CHECKPOINT : Sending.AT_ONCE,
                        false,
                        withCheckpoint ? "'delivery' is 'exactly-once'" : "'delivery' is 'at-least-once'")));
    }
}
