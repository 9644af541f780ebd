package io.millrace.internal.plan;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.errors.InvalidTopologyException;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Topology;
import java.util.List;

/** Plans how a topology runs. A pure function: the same topology and settings give the same plan. */
public final class Planner {

    private Planner() {}

    /**
     * Returns the plan for {@code topology}.
     *
     * @param group the consumer group, which the topology's own topics are named after
     * @throws InvalidSettingsException if the settings do not fit the topology or each other
     * @throws InvalidTopologyException if the topology can't run in any way, or not under that group
     */
    public static Plan plan(Topology topology, String group, TopologySettings settings) {
        Shuffles shuffles = Shuffles.of(topology, group, settings.shuffle());
        Graph graph = Times.addedTo(TableJoinChoices.decided(shuffles.graph()));
        List<StagePlan> stages = Stages.of(graph, settings.stageParallelism());
        new SettingsCheck(topology, settings).run(graph, stages);
        StoreInputs inputs = StoreInputs.of(graph);
        List<ShardGroup> groups = ShardGroups.of(topology.name(), graph, inputs, stages);
        Sinks sinks =
                new Sinks(topology, graph, new Replays(graph, stages, inputs, settings.errors()), settings.delivery());
        Plan plan = new Plan(
                topology.name(),
                stages,
                groups,
                shuffles.plans(),
                sinks.plans(),
                topology.globalTables(),
                DeadLetterPlan.of(group, settings));
        new TopologyCheck(topology, group, graph).run(plan, sinks.problems());
        return plan;
    }
}
