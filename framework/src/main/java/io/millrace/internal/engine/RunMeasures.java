package io.millrace.internal.engine;

import io.millrace.internal.kafka.KafkaEnds;
import io.millrace.internal.metrics.InputMeter;
import io.millrace.internal.metrics.MeteredEdges;
import io.millrace.internal.metrics.RunGauges;
import io.millrace.internal.metrics.TopologyMeter;
import io.millrace.internal.plan.Edges;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.stage.RunContext;
import io.millrace.internal.state.StateStores;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.EventTimeProgress;
import io.millrace.runtime.RecordLatencies;
import io.millrace.runtime.StoreMetrics;
import io.millrace.runtime.TimeSource;
import io.millrace.runtime.TopologyPlan.Edge;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is measured of one run outside of its workers. Thread-safe. */
record RunMeasures(RunContext run, KafkaEnds kafka, LaneNetwork lanes, StateStores state) implements RunGauges {

    /** Returns a meter for all workers of {@code plan}. */
    static TopologyMeter meter(Plan plan, TimeSource time) {
        Map<String, Integer> stages = new LinkedHashMap<>();
        for (StagePlan stage : plan.stages()) {
            stages.put(stage.name(), stage.parallelism());
        }
        Edges edges = new Edges(plan);
        return new TopologyMeter(
                stages, new MeteredEdges(edges.all(), edges::input), stores(plan), new InputMeter(), time);
    }

    /** Returns one that leaves the workers alone, and measures what costs nothing. */
    static TopologyMeter meterWithoutWorkers(Plan plan, TimeSource time) {
        return new TopologyMeter(Map.of(), MeteredEdges.NONE, stores(plan), new InputMeter(), time);
    }

    private static List<StoreMetrics> stores(Plan plan) {
        return plan.stores().stream()
                .map(store -> new StoreMetrics(store.name(), store.stage(), 0, 0))
                .toList();
    }

    @Override
    public ErrorProgress errors() {
        return run.errors().meter().all();
    }

    @Override
    public EventTimeProgress eventTime() {
        return run.meter().all();
    }

    @Override
    public Duration takeTimerLateness() {
        return run.meter().takeLateness();
    }

    @Override
    public RecordLatencies takeLatencies() {
        return kafka.takeLatencies();
    }

    @Override
    public double laneFill(String stage) {
        return lanes.fill(stage);
    }

    @Override
    public double laneFill(Edge edge) {
        return lanes.fill(edge);
    }

    @Override
    public List<StoreMetrics> stores() {
        return state.sizes();
    }
}
