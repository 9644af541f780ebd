package io.millrace.internal.plan;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.topology.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds batch sinks that would get a partition's batch in several parts, because its records are spread over workers by key. */
final class BatchSinks {

    private BatchSinks() {}

    /** @throws InvalidSettingsException if there are any */
    static void requireWhole(Plan plan) {
        List<String> problems = new ArrayList<>();
        for (Node.BatchSink sink : plan.batchSinks()) {
            stagesBefore(plan, plan.stageOf(sink.name())).stream()
                    .filter(stage -> stage.routing() == Routing.BY_KEY && stage.parallelism() > 1)
                    .forEach(stage -> problems.add(
                            "Topology '%s' has foreachBatch '%s' behind stage '%s', whose %d workers share each partition by key, so that none has a whole batch: give the stage one worker."
                                    .formatted(plan.topology(), sink.name(), stage.name(), stage.parallelism())));
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
    }

    /** Returns {@code last} and all stages whose records come to it by lanes. */
    private static Set<StagePlan> stagesBefore(Plan plan, StagePlan last) {
        Set<StagePlan> found = new HashSet<>(Set.of(last));
        Deque<StagePlan> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            StagePlan stage = open.remove();
            plan.stages().stream()
                    .filter(other -> plan.fedBy(other).contains(stage))
                    .filter(found::add)
                    .forEach(open::add);
        }
        return found;
    }
}
