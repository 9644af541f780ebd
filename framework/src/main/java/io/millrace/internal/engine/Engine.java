package io.millrace.internal.engine;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.errors.NotEnoughSlotsException;
import io.millrace.internal.plan.NearestName;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.Planner;
import io.millrace.runtime.TopologyHandle;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** All topologies of a service, checked together and steered together. Thread-safe. */
public final class Engine implements AutoCloseable {

    private final EngineThreads threads = new EngineThreads();
    private final EventDispatcher events;
    private final Map<String, TopologySupervisor> topologies = new LinkedHashMap<>();

    /**
     * Plans all topologies and starts none.
     *
     * @throws InvalidSettingsException if settings name unknown topologies or stages, or two topologies have one name
     * @throws NotEnoughSlotsException if the workers need more slots than there are
     */
    public Engine(EngineSetup setup) {
        Map<Topology, Plan> plans = plans(setup);
        refuseTooFewSlots(plans, setup.taskSlots());
        events = new EventDispatcher(setup.listeners(), threads);
        RunEnvironment environment = new RunEnvironment(
                setup.applicationId(),
                setup.clients(),
                setup.time(),
                threads,
                events,
                Runtime.getRuntime().availableProcessors());
        plans.forEach((topology, plan) -> topologies.put(
                topology.name(),
                new TopologySupervisor(topology, plan, setup.settingsOf(topology.name()), environment)));
    }

    public List<TopologyHandle> topologies() {
        return List.copyOf(topologies.values());
    }

    public Optional<TopologyHandle> topology(String name) {
        return Optional.ofNullable(topologies.get(name));
    }

    /** Starts all topologies; if one can't be started, stops the others again and throws why. */
    public void start() {
        try {
            topologies.values().stream()
                    .filter(topology -> !topology.state().isActive())
                    .forEach(TopologySupervisor::start);
        } catch (RuntimeException e) {
            drain();
            throw e;
        }
    }

    /** Waits until all topologies have ended; returns false if they do not within {@code timeout}. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        CompletableFuture<?>[] ends =
                topologies.values().stream().map(TopologySupervisor::whenEnded).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("An end has no failure", e);
        }
    }

    /** Drains all topologies, at the same time. */
    public void drain() {
        forAll("millrace-drain", TopologySupervisor::drain);
    }

    @Override
    public void close() {
        forAll("millrace-close", TopologySupervisor::close);
        events.close();
    }

    private void forAll(String threadName, Consumer<TopologySupervisor> action) {
        List<Thread> running = new ArrayList<>();
        for (TopologySupervisor topology : topologies.values()) {
            Thread thread = threads.thread(threadName, () -> action.accept(topology));
            thread.start();
            running.add(thread);
        }
        try {
            for (Thread thread : running) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // they go on by themselves; the caller waits no longer
        }
    }

    private static Map<Topology, Plan> plans(EngineSetup setup) {
        List<String> problems = new ArrayList<>(unknownTopologies(setup));
        Map<Topology, Plan> plans = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (Topology topology : setup.topologies()) {
            if (!names.add(topology.name())) {
                problems.add(
                        "Two topologies are named '%s': give one of them another name.".formatted(topology.name()));
            }
            try {
                plans.put(
                        topology,
                        Planner.plan(
                                topology,
                                RunEnvironment.group(setup.applicationId(), topology.name()),
                                setup.settingsOf(topology.name())));
            } catch (InvalidSettingsException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return plans;
    }

    private static List<String> unknownTopologies(EngineSetup setup) {
        List<String> known = setup.topologies().stream().map(Topology::name).toList();
        return setup.settings().keySet().stream()
                .filter(name -> !known.contains(name))
                .map(name -> "There is no topology '%s'. %s".formatted(name, NearestName.suggest(name, known)))
                .toList();
    }

    private static void refuseTooFewSlots(Map<Topology, Plan> plans, int slots) {
        String breakdown = plans.values().stream()
                .map(plan -> "%s: %s".formatted(plan.topology(), plan.slotBreakdown()))
                .collect(Collectors.joining("; "));
        int all = plans.values().stream().mapToInt(Plan::slots).sum();
        int needed = 0;
        for (Plan plan : plans.values()) {
            needed += plan.slots();
            if (needed > slots) {
                throw new NotEnoughSlotsException(plan.topology(), all, slots, breakdown);
            }
        }
    }
}
