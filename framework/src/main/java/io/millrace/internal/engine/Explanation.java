package io.millrace.internal.engine;

import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StagePlan;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Node;
import java.util.List;
import java.util.stream.Collectors;

/** Says in words how a topology runs. */
final class Explanation {

    private Explanation() {}

    static String of(Plan plan, TopologySettings settings, int processors) {
        StringBuilder text = new StringBuilder("Topology '%s': trigger %s, %d slots (%s)%n"
                .formatted(plan.topology(), settings.trigger(), plan.slots(), plan.slotBreakdown()));
        text.append("  source: 1 worker on the poll thread, feeds %s%n".formatted(names(plan.fedBySource())));
        for (StagePlan stage : plan.stages()) {
            boolean dedicated = Places.isDedicated(stage, settings.threads(), processors);
            text.append("  stage '%s': %d %s on %s, %s%n"
                    .formatted(
                            stage.name(),
                            stage.parallelism(),
                            stage.parallelism() == 1 ? "worker" : "workers",
                            dedicated ? "threads of their own" : "the poll thread",
                            plan.fedBy(stage).isEmpty() ? "feeds no other" : "feeds " + names(plan.fedBy(stage))));
            for (Node node : stage.nodes()) {
                text.append("    %s (%s)%n".formatted(node.name(), node.operation()));
            }
        }
        return text.toString();
    }

    private static String names(List<StagePlan> stages) {
        return stages.stream().map(stage -> "'" + stage.name() + "'").collect(Collectors.joining(", "));
    }
}
