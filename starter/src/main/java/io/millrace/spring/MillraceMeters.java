package io.millrace.spring;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologyState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Puts the meters of all topologies into the service's registries, and takes those of a topology out again when it is closed. One that has
 * stopped or failed keeps them: that is what somebody wants to see.
 *
 * <p>Thread-safe.
 */
final class MillraceMeters implements MeterBinder, TopologyListener, AutoCloseable {

    private final Supplier<List<TopologyHandle>> topologies;
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

    // Guarded by this:
    private final List<Bound> bound = new ArrayList<>();

    /** {@code topologies} is asked late, since the engine that has them tells this one of what happens. */
    MillraceMeters(Supplier<List<TopologyHandle>> topologies) {
        this.topologies = topologies;
    }

    /** The meters of a topology in a registry. */
    private record Bound(String topology, MeterRegistry registry, List<Meter> meters) {

        void remove() {
            meters.forEach(registry::remove);
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        List<TopologyHandle> all = topologies.get();
        synchronized (this) {
            for (TopologyHandle handle : all) {
                LongAdder count = failures.computeIfAbsent(handle.name(), any -> new LongAdder());
                MeteredTopology topology = new MeteredTopology(
                        handle, count::sum, registry.config().clock());
                bound.add(new Bound(handle.name(), registry, new TopologyMeters(topology, registry).register()));
            }
        }
    }

    @Override
    public void failed(String topology, Throwable failure) {
        failures.computeIfAbsent(topology, any -> new LongAdder()).increment();
    }

    @Override
    public synchronized void stateChanged(String topology, TopologyState from, TopologyState to) {
        if (to == TopologyState.CLOSED) {
            bound.stream().filter(its -> its.topology().equals(topology)).forEach(Bound::remove);
            bound.removeIf(its -> its.topology().equals(topology));
        }
    }

    @Override
    public synchronized void close() {
        bound.forEach(Bound::remove);
        bound.clear();
    }
}
