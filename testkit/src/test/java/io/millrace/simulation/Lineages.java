package io.millrace.simulation;

import io.millrace.simulation.SimulatedTopology.Sink;
import io.millrace.testkit.internal.memory.MemoryCluster;
import io.millrace.topology.Topology;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Records that keep where they come from through steps, shuffles and stores, and are held against what was written. Confined to the
 * simulation's thread.
 */
final class Lineages implements Scenario {

    private final Pipeline pipeline;
    private final Inputs inputs;
    private final KafkaContents contents;
    private final String group;

    /** {@code application} is the service's id. */
    Lineages(Pipeline pipeline, MemoryCluster cluster, SimulatedTime time, Random random, String application) {
        this.pipeline = pipeline;
        this.inputs = new Inputs(pipeline, cluster, time, random);
        this.contents = new KafkaContents(cluster);
        this.group = application + "-" + pipeline.topology().name();
    }

    @Override
    public Topology topology() {
        return pipeline.topology().topology();
    }

    @Override
    public List<String> inputs() {
        return pipeline.inputs();
    }

    @Override
    public List<String> outputs() {
        return pipeline.topology().sinks().stream().map(Sink::topic).toList();
    }

    @Override
    public int partitions() {
        return pipeline.partitions();
    }

    @Override
    public boolean takesRealTime() {
        return pipeline.topology().tables().isEmpty();
    }

    @Override
    public void write() {
        inputs.write();
    }

    @Override
    public boolean begin() {
        return false;
    }

    @Override
    public boolean conclude() {
        return false;
    }

    @Override
    public Runnable job() {
        Map<String, List<Item>> written = inputs.written();
        return () -> oracle(written).checkHaveComeOut();
    }

    @Override
    public void check(Weather weather) {
        Oracle oracle = oracle(inputs.written());
        oracle.checkState(group);
        oracle.checkTables();
        long duplicates = oracle.checkOutputs();
        if ((weather.calm() || weather.once()) && duplicates > 0) {
            throw new BrokenPromise("%d outputs are repeated, though %s"
                    .formatted(duplicates, weather.once() ? "each was to come once" : "all instances left gracefully"));
        }
        if (weather.once()) {
            oracle.checkStamps();
        }
    }

    @Override
    public String text() {
        return pipeline.topology().text();
    }

    private Oracle oracle(Map<String, List<Item>> written) {
        SimulatedTopology topology = pipeline.topology();
        return new Oracle(topology, contents, new Recomputation(written, topology.stores()));
    }
}
