package io.millrace.internal.plan;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.topology.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Refuses triggers that a topology can't run with, at its start and when it is to go on with another one. */
public final class TriggerCheck {

    /** Brokers end transactions that take longer. */
    private static final Duration LONGEST_EXACTLY_ONCE = Duration.ofMinutes(15);

    private TriggerCheck() {}

    /** @throws InvalidSettingsException if anything stands against the trigger of {@code settings}; the message lists all of it */
    public static void require(Plan plan, TopologySettings settings) {
        List<Node> nodes =
                plan.stages().stream().flatMap(stage -> stage.nodes().stream()).toList();
        List<String> problems = problems(plan.topology(), nodes, settings);
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
    }

    /** Returns what stands against the trigger of {@code settings}, each as a sentence. */
    static List<String> problems(String topology, List<Node> nodes, TopologySettings settings) {
        List<String> problems = new ArrayList<>();
        if (settings.trigger() instanceof Trigger.RealTime) {
            for (Node node : nodes) {
                needOfBatches(node)
                        .ifPresent(need -> problems.add("Topology '%s' has trigger %s, but '%s' %s."
                                .formatted(topology, settings.trigger(), node.name(), need)));
            }
        }
        if (settings.delivery() == Delivery.EXACTLY_ONCE
                && settings.trigger() instanceof Trigger.Periodic periodic
                && periodic.interval().compareTo(LONGEST_EXACTLY_ONCE) > 0) {
            problems.add(
                    "Topology '%s' has 'delivery' 'exactly-once' and trigger '%s', but Kafka allows an epoch of exactly-once %d minutes at most: shorten the interval, or deliver at-least-once."
                            .formatted(topology, settings.trigger(), LONGEST_EXACTLY_ONCE.toMinutes()));
        }
        return problems;
    }

    /** Returns what {@code node} needs batches for, and what to do without them. */
    private static Optional<String> needOfBatches(Node node) {
        if (node instanceof Node.BatchSink) {
            return Optional.of(
                    "is a foreachBatch, and with real-time there are no batches: choose 'processing-time 500ms', 'available-now' or 'once', or use foreach");
        }
        if (node instanceof Node.CompleteTable) {
            return Optional.of(
                    "tells a complete table at the end of each batch, and with real-time there are no batches: choose 'processing-time 500ms', 'available-now' or 'once', or another EmitStrategy");
        }
        return Optional.empty();
    }
}
