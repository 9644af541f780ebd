package io.millrace.internal.engine;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.errors.InvalidTopologyException;
import io.millrace.errors.NotEnoughSlotsException;
import io.millrace.internal.plan.DeadLetterPlan;
import io.millrace.internal.plan.NearestName;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.internal.plan.StorePlan;
import io.millrace.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans all topologies of an engine and finds out whether they can run, by themselves and together, before any does.
 *
 * <p>Confined to the thread that makes the engine.
 */
final class Admission {

    private final EngineSetup setup;
    private final Map<Topology, Plan> plans = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<InvalidTopologyException> broken = new ArrayList<>();

    private Admission(EngineSetup setup) {
        this.setup = setup;
    }

    /**
     * Returns the plans.
     *
     * @throws InvalidSettingsException if settings name what is not there, or do not fit; with the problems of all topologies
     * @throws InvalidTopologyException if a topology can't run in any way
     * @throws NotEnoughSlotsException if the workers need more slots than there are
     */
    static Map<Topology, Plan> plans(EngineSetup setup) {
        Admission admission = new Admission(setup);
        admission.findUnknownTopologies();
        admission.plan();
        admission.findSharedTopics();
        if (!admission.problems.isEmpty()) {
            throw new InvalidSettingsException(admission.problems);
        }
        if (!admission.broken.isEmpty()) {
            throw admission.firstBroken();
        }
        admission.refuseTooFewSlots();
        return admission.plans;
    }

    private void findUnknownTopologies() {
        List<String> known = setup.topologies().stream().map(Topology::name).toList();
        setup.settings().keySet().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .forEach(name -> problems.add(
                        "There is no topology '%s'. %s".formatted(name, NearestName.suggest(name, known))));
    }

    private void plan() {
        Set<String> names = new HashSet<>();
        for (Topology topology : setup.topologies()) {
            if (!names.add(topology.name())) {
                problems.add(
                        "Two topologies are named '%s': give one of them another name.".formatted(topology.name()));
            }
            try {
                plans.put(topology, Planner.plan(topology, group(topology.name()), setup.settingsOf(topology.name())));
            } catch (InvalidSettingsException e) {
                problems.addAll(e.problems());
            } catch (InvalidTopologyException e) {
                broken.add(e);
            }
        }
    }

    /** Names of topics are joined of several parts, so that different parts may give the same. */
    private void findSharedTopics() {
        Map<String, String> users = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Plan plan : plans.values()) {
            if (seen.add(plan.topology())) {
                ownTopics(plan).forEach(topic -> {
                    String other = users.putIfAbsent(topic, plan.topology());
                    if (other != null) {
                        problems.add(
                                "Topologies '%s' and '%s' would both have the topic '%s': name a store, a grouping or a topology otherwise."
                                        .formatted(other, plan.topology(), topic));
                    }
                });
            }
        }
    }

    private Stream<String> ownTopics(Plan plan) {
        return Stream.of(
                        plan.repartitionTopics().stream().map(topic -> topic.name()),
                        plan.deadLetters().stream()
                                .filter(DeadLetterPlan::isOwn)
                                .map(DeadLetterPlan::topic),
                        plan.stores().stream()
                                .filter(store -> store.definition().logged())
                                .map(store -> StorePlan.changelog(group(plan.topology()), store.name())))
                .flatMap(topics -> topics);
    }

    private String group(String topology) {
        return RunEnvironment.group(setup.applicationId(), topology);
    }

    private InvalidTopologyException firstBroken() {
        InvalidTopologyException first = broken.get(0);
        broken.stream().skip(1).forEach(first::addSuppressed);
        return first;
    }

    private void refuseTooFewSlots() {
        int needed = plans.values().stream().mapToInt(Plan::slots).sum();
        if (needed > setup.taskSlots()) {
            throw new NotEnoughSlotsException(
                    plans.values().stream().map(Plan::topology).toList(), needed, breakdown(), setup.taskSlots());
        }
    }

    private String breakdown() {
        if (plans.size() == 1) {
            return plans.values().iterator().next().slotBreakdown();
        }
        return plans.values().stream()
                .map(plan -> "%s: %s".formatted(plan.topology(), plan.slotBreakdown()))
                .collect(Collectors.joining("; "));
    }
}
