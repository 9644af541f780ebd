package io.millrace.simulation;

import io.millrace.simulation.SimulatedTopology.Sink;
import io.millrace.simulation.SimulatedTopology.Store;
import io.millrace.state.KeyValueStore;
import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.topology.Grouped;
import io.millrace.topology.KStream;
import io.millrace.topology.TopologyBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Makes up a topology: one or two inputs, some steps with or without state in stages of their own or not, perhaps a merge, perhaps
 * two ways to go on in parallel, and an output at the end of each. Confined to the simulation's thread.
 */
final class RandomTopology {

    static final String NAME = "sim";
    private static final int MOST_PARTITIONS = 4;
    private static final int MOST_WORKERS = 3;

    private final Random random;
    private final TopologyBuilder builder = TopologyBuilder.named(NAME).defaultSerdes(Serdes.String(), Serdes.String());
    private final List<Store> stores = new ArrayList<>();
    private final List<Sink> sinks = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int stages;

    private RandomTopology(Random random) {
        this.random = random;
    }

    static SimulatedTopology of(Random random) {
        return new RandomTopology(random).build();
    }

    /** A stream, and the inputs whose records are in it. */
    private record Flow(KStream<String, String> stream, SortedSet<String> inputs) {}

    private SimulatedTopology build() {
        int partitions = 1 + random.nextInt(MOST_PARTITIONS);
        List<Flow> flows = new ArrayList<>();
        List<String> inputs = random.nextInt(3) == 0 ? List.of("a", "b") : List.of("a");
        for (String input : inputs) {
            text.append(input);
            flows.add(steps(new Flow(builder.stream(input), new TreeSet<>(List.of(input))), random.nextInt(2)));
            text.append(' ');
        }
        if (flows.size() > 1 && random.nextInt(4) > 0) {
            flows = List.of(merge(flows.get(0), flows.get(1)));
        }
        for (Flow flow : flows) {
            Flow common = steps(flow, 1 + random.nextInt(2));
            int ways = random.nextInt(4) == 0 ? 2 : 1;
            for (int way = 0; way < ways; way++) {
                text.append(ways > 1 ? " way" : "");
                end(steps(common, way == 0 ? 0 : 1));
            }
        }
        return new SimulatedTopology(builder.build(), partitions, inputs, stores, sinks, text.toString());
    }

    private Flow merge(Flow some, Flow others) {
        text.append("merged");
        SortedSet<String> inputs = new TreeSet<>(some.inputs());
        inputs.addAll(others.inputs());
        return new Flow(some.stream().merge(others.stream()), inputs);
    }

    private Flow steps(Flow flow, int count) {
        Flow end = flow;
        for (int step = 0; step < count; step++) {
            end = step(end);
        }
        return end;
    }

    private Flow step(Flow flow) {
        return switch (random.nextInt(5)) {
            case 0 -> stage(flow);
            case 1 -> fold(flow);
            case 2 -> fold(stage(flow));
            case 3 -> foldPartition(stage(flow));
            default -> pass(flow);
        };
    }

    private Flow stage(Flow flow) {
        int workers = 1 + random.nextInt(MOST_WORKERS);
        String name = "s" + ++stages;
        text.append(" -").append(name).append('x').append(workers).append("->");
        return new Flow(flow.stream().stage(name, workers), flow.inputs());
    }

    private Flow pass(Flow flow) {
        text.append(" pass");
        return new Flow(flow.stream().mapValues(value -> value), flow.inputs());
    }

    private Flow fold(Flow flow) {
        StoreDefinition<ValueState<Folds>> store = Stores.value(store(flow), Folds.serde());
        text.append(" fold");
        return new Flow(flow.stream().processValues(() -> new FoldingProcessor.OfValue(store), store), flow.inputs());
    }

    private Flow foldPartition(Flow flow) {
        StoreDefinition<KeyValueStore<String, Folds>> store =
                Stores.keyValue(store(flow), Serdes.String(), Folds.serde());
        text.append(" foldPartition");
        return new Flow(
                flow.stream().processValues(() -> new FoldingProcessor.OfPartition(store), store), flow.inputs());
    }

    private String store(Flow flow) {
        String name = "store" + stores.size();
        stores.add(new Store(name, flow.inputs()));
        return name;
    }

    private void end(Flow flow) {
        String topic = "out" + sinks.size();
        int kind = random.nextInt(4);
        sinks.add(new Sink(topic, flow.inputs(), kind == 0));
        switch (kind) {
            case 0 -> aggregate(flow).to(topic);
            case 1 ->
                flow.stream()
                        .<String, String>mapPartitions(partition -> new OrderWatch())
                        .to(topic);
            default -> flow.stream().to(topic);
        }
        text.append(kind == 0 ? " aggregate" : kind == 1 ? " watch" : "")
                .append(' ')
                .append(topic)
                .append('.');
    }

    private KStream<String, String> aggregate(Flow flow) {
        Grouped<String, String> grouped = random.nextBoolean()
                ? Grouped.with(Serdes.String(), Serdes.String())
                : Grouped.<String, String>as("g" + ++stages).withParallelism(1 + random.nextInt(MOST_WORKERS));
        return flow.stream()
                .groupByKey(grouped)
                .aggregate(
                        () -> Folds.EMPTY,
                        (key, value, folds) -> folds.plus(Payload.of(value)),
                        Materialized.<String, Folds>as(store(flow)).withValueSerde(Folds.serde()))
                .toStream()
                .mapValues(Folds::toString);
    }
}
