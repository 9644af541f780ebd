package io.millrace.simulation;

import io.millrace.errors.RetryPolicy;
import io.millrace.processor.KeyValue;
import io.millrace.simulation.SimulatedTopology.Origin;
import io.millrace.simulation.SimulatedTopology.Point;
import io.millrace.simulation.SimulatedTopology.Sink;
import io.millrace.simulation.SimulatedTopology.Store;
import io.millrace.simulation.SimulatedTopology.Table;
import io.millrace.state.KeyValueStore;
import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.topology.Async;
import io.millrace.topology.Consumed;
import io.millrace.topology.Grouped;
import io.millrace.topology.KGroupedStream;
import io.millrace.topology.KStream;
import io.millrace.topology.Repartitioned;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Adds steps to a topology, and to what is to be expected of it. Names are unique, also among several topologies. Confined to the
 * simulation's thread.
 */
final class Steps {

    private static final int MOST_KEYS = 4;
    private static final int MOST_PARTITIONS = 4;

    private final Random random;
    private final TopologyBuilder builder;
    private final String prefix;
    private final int mostWorkers;
    private final Elsewhere elsewhere;
    private final List<Store> stores = new ArrayList<>();
    private final List<Sink> sinks = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int stages;

    Steps(Random random, Elsewhere elsewhere, String topology, int mostWorkers) {
        this.elsewhere = elsewhere;
        this.random = random;
        this.builder = TopologyBuilder.named(topology).defaultSerdes(Serdes.String(), Serdes.String());
        this.prefix = topology;
        this.mostWorkers = mostWorkers;
    }

    Flow origin(Origin origin) {
        text.append(text.isEmpty() ? "" : " ").append(origin.topic());
        Consumed<String, String> consumed = Consumed.with(Serdes.String(), Serdes.String());
        return new Flow(
                builder.stream(origin.topic(), origin.withReplays() ? consumed.dropReplays() : consumed), origin.end());
    }

    /** A step that keeps the key and does not move records between instances. */
    Flow any(Flow flow) {
        return switch (random.nextInt(6)) {
            case 0 -> stage(flow);
            case 1 -> fold(elsewhere.choose(2) == 0 ? calls(flow) : flow);
            case 2 -> fold(stage(flow));
            case 3 -> foldPartition(stage(flow));
            case 4 -> copies(flow);
            default -> pass(flow);
        };
    }

    Flow some(Flow flow, int count) {
        Flow end = flow;
        for (int step = 0; step < count; step++) {
            end = any(end);
        }
        return end;
    }

    Flow fork(Flow flow, int way) {
        text.append(" way").append(way);
        return moved(flow, new Move.Fork(way));
    }

    Flow merge(Flow some, Flow other) {
        text.append(" merged");
        return some.merge(other);
    }

    /** Gives the records new keys, and groups them by these. */
    Flow shuffle(Flow flow) {
        Move.NewKey newKey = newKey(Move.NewKey.Kind.values().length);
        text.append(" by ").append(newKey.kind()).append(newKey.keys());
        return aggregate(newKey.kind() == Move.NewKey.Kind.SOME_HAVE_NONE ? unstamped(flow) : flow, newKey);
    }

    /** Groups the records by the key that they have. */
    Flow aggregate(Flow flow) {
        return aggregated(flow, flow.stream().groupByKey(grouped()));
    }

    /** Gives the records new keys, without moving them. */
    Flow newKeys(Flow flow) {
        Move.NewKey newKey = newKey(Move.NewKey.Kind.values().length - 1);
        text.append(" as ").append(newKey.kind()).append(newKey.keys());
        return flow.moved(flow.stream().map((key, value) -> moved(newKey, key, value)), newKey);
    }

    void end(Flow flow) {
        String topic = prefix + "-out" + sinks.size();
        sinks.add(new Sink(topic, flow.point()));
        flow.stream().to(topic);
        text.append(' ').append(topic).append('.');
    }

    /** Ends the flow in a database. */
    void endInTable(Flow flow) {
        String name = prefix + "-table" + tables.size();
        BatchTable table = new BatchTable(name);
        tables.add(new Table(table, flow.point()));
        flow.stream().foreachBatch(table);
        text.append(' ').append(name).append('.');
    }

    /** Moves the records to the partitions of the keys that they have. */
    Flow repartition(Flow flow) {
        Repartitioned<String, String> repartitioned = Repartitioned.with(Serdes.String(), Serdes.String());
        text.append(" repartition");
        return flow.at(flow.stream().repartition(repartitioned));
    }

    /** The same, to another number of partitions: what follows can't have state in common with anything else. */
    Flow repartitionAnew(Flow flow) {
        int partitions = 1 + random.nextInt(MOST_PARTITIONS);
        text.append(" repartition").append(partitions);
        return flow.at(flow.stream()
                .repartition(
                        Repartitioned.with(Serdes.String(), Serdes.String()).withNumberOfPartitions(partitions)));
    }

    /** Checks the order on the way. */
    Flow watch(Flow flow) {
        text.append(" watch");
        return flow.at(flow.stream().mapPartitions(partition -> new OrderWatch()));
    }

    SimulatedTopology build(List<Origin> origins) {
        return new SimulatedTopology(
                builder.build(), origins.stream().map(Origin::topic).toList(), stores, sinks, tables, text.toString());
    }

    private Flow aggregate(Flow flow, Move.NewKey newKey) {
        Flow rekeyed = flow.moved(flow.stream(), newKey);
        KGroupedStream<String, String> groups = random.nextBoolean()
                ? flow.stream().map((key, value) -> moved(newKey, key, value)).groupByKey(grouped())
                : flow.stream()
                        .mapValues((key, value) -> moved(newKey, key, value).value())
                        .groupBy((key, value) -> keyOf(value), grouped());
        return aggregated(rekeyed.moved(rekeyed.stream(), new Move.Group()), groups);
    }

    private Flow aggregated(Flow flow, KGroupedStream<String, String> groups) {
        String store = store(flow.point());
        text.append(" aggregate");
        return flow.at(groups.aggregate(
                                () -> Tally.EMPTY,
                                (key, value, tally) -> tally.plus(store, key, value),
                                Materialized.<String, Tally>as(store).withValueSerde(Tally.serde()))
                        .toStream()
                        .mapValues(Tally::value))
                .stampedBy(store);
    }

    private Grouped<String, String> grouped() {
        if (random.nextBoolean()) {
            return Grouped.with(Serdes.String(), Serdes.String());
        }
        int workers = 1 + random.nextInt(mostWorkers);
        String name = prefix + "-g" + ++stages;
        text.append(" -").append(name).append('x').append(workers).append("->");
        return Grouped.<String, String>as(name).withParallelism(workers);
    }

    private Move.NewKey newKey(int kinds) {
        return new Move.NewKey(Move.NewKey.Kind.values()[random.nextInt(kinds)], 1 + random.nextInt(MOST_KEYS));
    }

    private Flow stage(Flow flow) {
        int workers = 1 + random.nextInt(mostWorkers);
        String name = prefix + "-s" + ++stages;
        text.append(" -").append(name).append('x').append(workers).append("->");
        return flow.at(flow.stream().stage(name, workers));
    }

    /** Asks elsewhere for what it has already, one by one or several at a time. */
    private Flow calls(Flow flow) {
        int workers = 1 + elsewhere.choose(mostWorkers);
        Async async = (elsewhere.choose(3) == 0 ? Async.ordered() : Async.orderedByKey())
                .named(prefix + "-c" + ++stages)
                .parallelism(workers)
                .capacity(4 + elsewhere.choose(12))
                .timeout(Duration.ofMillis(500))
                .retry(RetryPolicy.defaults()
                        .withMaxRetries(RetryPolicy.UNLIMITED)
                        .withDelays(Duration.ofMillis(10), Duration.ofMillis(100)));
        boolean batches = elsewhere.choose(3) == 0;
        text.append(" -%s %s->".formatted(batches ? "batches" : "calls", async));
        return flow.at(
                batches
                        ? flow.stream()
                                .mapAsyncBatch(
                                        records -> elsewhere.call(records.stream()
                                                .map(KeyValue::value)
                                                .toList()),
                                        async.batch(1 + elsewhere.choose(4), Duration.ofMillis(5)))
                        : flow.stream().mapAsync((key, value) -> elsewhere.call(value), async));
    }

    private Flow pass(Flow flow) {
        if (elsewhere.choose(2) == 0) {
            return calls(flow);
        }
        text.append(" pass");
        return flow.at(flow.stream().mapValues(value -> value));
    }

    private Flow copies(Flow flow) {
        text.append(" copies");
        Move.Copies copies = new Move.Copies();
        Flow single = unstamped(flow);
        return single.moved(
                single.stream().flatMapValues(value -> copies.of(new Item(null, Payload.of(value))).stream()
                        .map(item -> item.payload().toString())
                        .toList()),
                copies);
    }

    /** Takes the stamps off: what follows does not pass each record on just once. */
    private static Flow unstamped(Flow flow) {
        KStream<String, String> bare =
                flow.stream().mapValues(value -> Payload.of(value).toString());
        return new Flow(bare, new Point(flow.point().ways(), Map.of()));
    }

    private Flow moved(Flow flow, Move move) {
        return flow.moved(
                flow.stream().mapValues((key, value) -> moved(move, key, value).value()), move);
    }

    private Flow fold(Flow flow) {
        String name = store(flow.point());
        StoreDefinition<ValueState<Folds>> store = Stores.value(name, Folds.serde());
        text.append(" fold");
        return flow.at(flow.stream().processValues(() -> new FoldingProcessor.OfValue(store), store))
                .stampedBy(name);
    }

    private Flow foldPartition(Flow flow) {
        String name = store(flow.point());
        StoreDefinition<KeyValueStore<String, Folds>> store = Stores.keyValue(name, Serdes.String(), Folds.serde());
        text.append(" foldPartition");
        return flow.at(flow.stream().processValues(() -> new FoldingProcessor.OfPartition(store), store))
                .stampedBy(name);
    }

    private String store(Point before) {
        String name = prefix + "-store" + stores.size();
        stores.add(new Store(name, before));
        return name;
    }

    /** Does to a whole value what {@code move}, which makes one of one, does to its payload. */
    @SuppressWarnings("NullAway") // a key may be missing, which the types of grouping do not say
    private static KeyValue<String, String> moved(Move move, String key, String value) {
        Item item = move.of(new Item(key, Payload.of(value))).get(0);
        int stamps = value.indexOf(Stamp.SEPARATOR);
        return new KeyValue<>(item.key(), item.payload() + (stamps < 0 ? "" : value.substring(stamps)));
    }

    @SuppressWarnings("NullAway") // a key may be missing, which the types of grouping do not say
    private static String keyOf(String value) {
        String lineage = Payload.of(value).lineage();
        String key = lineage.substring(lineage.lastIndexOf('>') + 1);
        return key.isEmpty() ? null : key;
    }
}
