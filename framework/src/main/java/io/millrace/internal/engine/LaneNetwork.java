package io.millrace.internal.engine;

import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.Inbox;
import io.millrace.internal.exchange.Lane;
import io.millrace.internal.exchange.Spread;
import io.millrace.internal.exchange.WakeUp;
import io.millrace.internal.plan.Plan;
import io.millrace.internal.plan.StagePlan;
import io.millrace.internal.state.StageKeys;
import io.millrace.runtime.TopologyPlan.Edge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All lanes of a run: one for each pair of workers where one stage feeds another. Confined to the thread that builds the run. */
final class LaneNetwork {

    /** No stage has this name. */
    private static final String SOURCE = "";

    private final Plan plan;
    private final StageKeys keys;
    private final WakeUps wakeUps;
    private final int capacity;
    private final Map<String, List<Lane>> inbound = new HashMap<>();
    private final Map<Ends, List<Lane>> between = new HashMap<>();
    private final Map<String, Map<String, Exchange>> outbound = new HashMap<>();
    private final Map<String, Exchange> fromSource = new LinkedHashMap<>();

    /** What lanes lead from and to; {@code from} is a stage, or {@link #SOURCE}. */
    private record Ends(String from, String to) {}

    /** {@code capacity} of each lane is a power of two. */
    LaneNetwork(Plan plan, StageKeys keys, WakeUps wakeUps, int capacity) {
        this.plan = plan;
        this.keys = keys;
        this.wakeUps = wakeUps;
        this.capacity = capacity;
        for (StagePlan stage : plan.fedBySource()) {
            fromSource.put(stage.name(), exchange(SOURCE, wakeUps.pollThread(), stage));
        }
        for (StagePlan stage : plan.stages()) {
            for (int worker = 0; worker < stage.parallelism(); worker++) {
                outbound.put(key(stage, worker), exchangesFrom(stage, worker));
            }
        }
    }

    /** Returns the source worker's exchanges, by stage. */
    Map<String, Exchange> fromSource() {
        return fromSource;
    }

    /** Returns a stage worker's exchanges, by stage. */
    Map<String, Exchange> from(StagePlan stage, int worker) {
        return outbound.getOrDefault(key(stage, worker), Map.of());
    }

    Inbox inbox(StagePlan stage, int worker) {
        return new Inbox(inbound.getOrDefault(key(stage, worker), List.of()));
    }

    /** Returns how full the fullest lane to {@code stage} is, from 0 to 1. Callable by any thread, once all is built. */
    double fill(String stage) {
        return fullest(between.keySet().stream().filter(ends -> ends.to().equals(stage)));
    }

    /** Returns how full the fullest lane of {@code edge} is, from 0 to 1; 0 if it has none. Callable by any thread, once all is built. */
    double fill(Edge edge) {
        return switch (edge.kind()) {
            case LANE -> fullest(Stream.of(new Ends(edge.from(), edge.to())));
            case INPUT, SHUFFLE -> fullest(Stream.of(new Ends(SOURCE, edge.to())));
            case GLOBAL_TABLE, OUTPUT, ELSEWHERE -> 0;
        };
    }

    private double fullest(Stream<Ends> ends) {
        return ends.flatMap(pair -> between.getOrDefault(pair, List.of()).stream())
                .mapToDouble(Lane::fill)
                .max()
                .orElse(0);
    }

    private Map<String, Exchange> exchangesFrom(StagePlan stage, int worker) {
        Map<String, Exchange> exchanges = new LinkedHashMap<>();
        for (StagePlan next : plan.fedBy(stage)) {
            exchanges.put(next.name(), exchange(stage.name(), wakeUps.wakeUp(stage, worker), next));
        }
        return exchanges;
    }

    private Exchange exchange(String from, WakeUp producer, StagePlan stage) {
        List<Lane> lanes = new ArrayList<>();
        for (int worker = 0; worker < stage.parallelism(); worker++) {
            Lane lane = lane(producer, wakeUps.wakeUp(stage, worker));
            lanes.add(lane);
            inbound.computeIfAbsent(key(stage, worker), any -> new ArrayList<>())
                    .add(lane);
        }
        between.computeIfAbsent(new Ends(from, stage.name()), any -> new ArrayList<>())
                .addAll(lanes);
        return new Exchange(lanes, spread(stage));
    }

    private Spread spread(StagePlan stage) {
        return switch (stage.routing()) {
            case BY_KEY -> Spread.byKey(keys.of(stage));
            case BY_PARTITION -> stage.stores().isEmpty() ? Spread.BY_PARTITION : Spread.BY_SHARD;
        };
    }

    private Lane lane(WakeUp producer, WakeUp consumer) {
        boolean oneThread = producer == consumer;
        return new Lane(capacity, oneThread ? WakeUp.NOT_NEEDED : producer, oneThread ? WakeUp.NOT_NEEDED : consumer);
    }

    private static String key(StagePlan stage, int worker) {
        return stage.name() + "/" + worker;
    }
}
