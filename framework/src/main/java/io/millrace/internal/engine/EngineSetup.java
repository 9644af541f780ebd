package io.millrace.internal.engine;

import io.millrace.internal.kafka.PropertiesClientSupplier;
import io.millrace.internal.metrics.TopologyMeter;
import io.millrace.internal.plan.Plan;
import io.millrace.runtime.KafkaClientSupplier;
import io.millrace.runtime.TimeSource;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Topology;
import io.millrace.trace.RecordTracer;
import java.util.List;
import java.util.Map;

/**
 * What an engine is made of, as its builder has collected it. Immutable.
 *
 * @param measured whether workers are measured
 */
public record EngineSetup(
        String applicationId,
        KafkaClientSupplier clients,
        int taskSlots,
        List<Topology> topologies,
        TopologySettings defaultSettings,
        Map<String, TopologySettings> settings,
        List<TopologyListener> listeners,
        TimeSource time,
        boolean measured,
        RecordTracer tracer) {

    public EngineSetup {
        topologies = List.copyOf(topologies);
        settings = Map.copyOf(settings);
        listeners = List.copyOf(listeners);
    }

    /** Returns what makes clients from {@code properties}, the same ones for all. */
    public static KafkaClientSupplier clientsOf(Map<String, Object> properties) {
        return new PropertiesClientSupplier(properties);
    }

    TopologyMeter meterOf(Plan plan) {
        return measured ? RunMeasures.meter(plan, time) : RunMeasures.meterWithoutWorkers(plan, time);
    }

    TopologySettings settingsOf(String topology) {
        return settings.getOrDefault(topology, defaultSettings);
    }
}
