package io.millrace.internal.engine;

import io.millrace.internal.plan.Plan;
import io.millrace.runtime.TopologyHandle;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** All topologies of a service, checked together and steered together. Thread-safe. */
public final class Engine implements AutoCloseable {

    private final EngineThreads threads = new EngineThreads();
    private final EventDispatcher events;
    private final Map<String, TopologySupervisor> topologies = new LinkedHashMap<>();

    /**
     * Plans all topologies and starts none.
     *
     * @throws io.millrace.errors.StartRefusedException if they can't run, as {@link Admission} finds
     */
    public Engine(EngineSetup setup) {
        Map<Topology, Plan> plans = Admission.plans(setup);
        events = new EventDispatcher(setup.listeners(), threads);
        RunEnvironment environment = new RunEnvironment(
                setup.applicationId(),
                setup.clients(),
                setup.time(),
                threads,
                events,
                new StuckWatch(threads),
                setup.tracer(),
                Runtime.getRuntime().availableProcessors());
        plans.forEach((topology, plan) -> topologies.put(
                topology.name(),
                new TopologySupervisor(
                        topology, plan, setup.settingsOf(topology.name()), environment, setup.meterOf(plan))));
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
}
