package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.aggregation.Aggregations;
import io.millrace.errors.RecordFailedException;
import io.millrace.state.Materialized;
import io.millrace.topology.Consumed;
import io.millrace.topology.Grouped;
import io.millrace.topology.KGroupedStream;
import io.millrace.topology.KStream;
import io.millrace.topology.KTable;
import io.millrace.topology.Produced;
import io.millrace.topology.TopologyBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** Aggregations and tables on real workers with real stores. */
class KeyedStageTest {

    private static final Serde<String> STRING = Serdes.String();

    private final TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(STRING, STRING);

    @Test
    void recordsOfAKeyAreCounted() {
        write(grouped().count());
        SteppedTopology topology = stepped();

        topology.send("a", "x");
        topology.send("b", "x");
        topology.send("a", "x");

        assertThat(topology.written()).containsExactly("a=1", "b=1", "a=2");
    }

    @Test
    void aCountGoesOnBehindABarrier() {
        write(grouped().count());
        SteppedTopology topology = stepped();

        topology.send("a", "x");
        topology.barrier();
        topology.send("a", "x");

        assertThat(topology.written()).containsExactly("a=1", "a=2");
    }

    @Test
    void eachPartitionHasItsOwnEntries() {
        write(grouped().count());
        SteppedTopology topology = stepped();

        topology.send("in", 0, "a", "x");
        topology.send("in", 1, "a", "x");

        assertThat(topology.written()).containsExactly("a=1", "a=1");
    }

    @Test
    void valuesAreReduced() {
        write(grouped().reduce((before, value) -> before + value));
        SteppedTopology topology = stepped();

        topology.send("a", "x");
        topology.send("a", "y");

        assertThat(topology.written()).containsExactly("a=x", "a=xy");
    }

    @Test
    void anAggregateThatBecomesNullIsGone() {
        write(grouped().aggregate(() -> "", (key, value, all) -> value.equals("end") ? null : all + value));
        SteppedTopology topology = stepped();

        topology.send("a", "x");
        topology.send("a", "end");
        topology.send("a", "y");

        assertThat(topology.written()).containsExactly("a=x", "a=null", "a=y");
    }

    @Test
    void aReadyMadeAggregationIsStoredWithItsSerde() {
        write(grouped().aggregate(Aggregations.sumLong(Long::parseLong), Materialized.as("sums")));
        SteppedTopology topology = stepped();

        topology.send("a", "3");
        topology.send("a", "4");

        assertThat(topology.written()).containsExactly("a=3", "a=7");
    }

    @Test
    void recordsWithoutAKeyOrAValuePassByTheState() {
        write(grouped().count());
        SteppedTopology topology = stepped();

        topology.send(null, "x");
        topology.send("a", null);
        topology.send("a", "x");

        assertThat(topology.written()).containsExactly("a=1");
    }

    @Test
    void whatAnAggregatorThrowsNamesItsNodeAndTheRecord() {
        write(grouped()
                .aggregate(
                        () -> "",
                        (key, value, all) -> {
                            throw new IllegalStateException("no more");
                        },
                        Materialized.as("all")));
        SteppedTopology topology = stepped();

        assertThatExceptionOfType(RecordFailedException.class)
                .isThrownBy(() -> topology.send("a", "x"))
                .withMessageContaining("'aggregate-all'")
                .withMessageContaining("topic 'in', partition 0, offset 0")
                .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void streamsOfTwoTopicsMeetInOneAggregate() {
        KGroupedStream<String, String> first = grouped();
        KGroupedStream<String, String> second =
                builder.<String, String>stream("other").groupByKey();
        write(first.<String>cogroup((key, value, all) -> all + value)
                .cogroup(second, (key, value, all) -> all + value.toUpperCase(Locale.ROOT))
                .aggregate(() -> ""));
        SteppedTopology topology = stepped();

        topology.send("in", 0, "a", "x");
        topology.send("other", 0, "a", "y");
        topology.send("in", 0, "a", "z");

        assertThat(topology.written()).containsExactly("a=x", "a=xY", "a=xYz");
    }

    @Test
    void aCogroupMayHaveAStageOfItsOwn() {
        KGroupedStream<String, String> first = builder.<String, String>stream("in")
                .groupByKey(Grouped.<String, String>as("score").withParallelism(3));
        KGroupedStream<String, String> second =
                builder.<String, String>stream("other").groupByKey();
        write(first.<String>cogroup((key, value, all) -> all + value)
                .cogroup(second, (key, value, all) -> all + "/" + value)
                .aggregate(() -> ""));
        SteppedTopology topology = stepped();

        for (String key : List.of("a", "b", "c", "d")) {
            topology.send("in", 0, key, "x");
            topology.send("other", 0, key, "y");
        }

        assertThat(topology.written()).containsExactly("a=x", "a=x/y", "b=x", "b=x/y", "c=x", "c=x/y", "d=x", "d=x/y");
    }

    @Test
    void aTableTellsItsUpdatesAndRemovals() {
        builder.<String, String>table("in", Consumed.with(STRING, STRING), Materialized.as("cards"))
                .toStream()
                .to("out");
        SteppedTopology topology = stepped();

        topology.send("a", "x");
        topology.send("a", null);

        assertThat(topology.written()).containsExactly("a=x", "a=null");
        assertThat(topology.writer.outputs.get(1).value()).isNull();
    }

    @Test
    void aFilteredTableRemovesWhatNoLongerMatches() {
        builder.<String, String>table("in", Consumed.with(STRING, STRING), Materialized.as("cards"))
                .filter((key, value) -> value.length() > 1)
                .mapValues(value -> value + "!")
                .toStream()
                .to("out", Produced.with(STRING, STRING));
        SteppedTopology topology = stepped();

        topology.send("a", "xx");
        topology.send("a", "x");

        assertThat(topology.written()).containsExactly("a=xx!", "a=null");
        assertThat(topology.writer.outputs.get(1).value()).isNull();
    }

    @Test
    void updatesOfATableMayBeAggregatedAgain() {
        grouped()
                .count(Materialized.as("first"))
                .toStream()
                .mapValues(String::valueOf)
                .groupByKey(Grouped.<String, String>as("second").withValueSerde(STRING))
                .reduce((before, value) -> before + "," + value, Materialized.as("history"))
                .toStream()
                .to("out");
        SteppedTopology topology = stepped();

        topology.send("a", "x");
        topology.send("a", "x");
        topology.send("a", "x");

        assertThat(topology.written()).containsExactly("a=1", "a=1,2", "a=1,2,3");
    }

    @Test
    void theWorkersOfAStageShareTheKeysAndKeepTheirOrder() {
        KStream<String, String> in = builder.stream("in");
        write(in.groupByKey(Grouped.<String, String>as("score").withParallelism(4))
                .reduce((before, value) -> before + value));
        SteppedTopology topology = stepped();

        for (int round = 0; round < 3; round++) {
            for (int key = 0; key < 20; key++) {
                topology.queue("in", key % 2, "key" + key, String.valueOf(round));
            }
        }
        topology.work();

        Map<String, List<String>> byKey = topology.written().stream()
                .map(line -> line.split("="))
                .collect(Collectors.groupingBy(
                        parts -> parts[0], TreeMap::new, Collectors.mapping(parts -> parts[1], Collectors.toList())));
        assertThat(byKey).hasSize(20);
        assertThat(byKey.values()).allMatch(List.of("0", "01", "012")::equals);
    }

    private KGroupedStream<String, String> grouped() {
        return builder.<String, String>stream("in").groupByKey();
    }

    private static void write(KTable<String, ?> table) {
        table.toStream().mapValues(String::valueOf).to("out", Produced.with(STRING, STRING));
    }

    private SteppedTopology stepped() {
        return new SteppedTopology(builder.build());
    }
}
