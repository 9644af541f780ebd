package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.aggregation.Aggregation;
import io.millrace.aggregation.Aggregations;
import io.millrace.aggregation.Average;
import io.millrace.errors.InvalidTopologyException;
import io.millrace.internal.operator.DroppedRecords;
import io.millrace.processor.Record;
import io.millrace.state.Materialized;
import io.millrace.support.LogLines;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** What groupings add to a topology, and what aggregations make of records. */
class KGroupedStreamTest {

    private final Serde<String> strings = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(strings, strings);
    private final KStream<String, String> in = builder.stream("in");
    private final KGroupedStream<String, String> grouped = in.groupByKey();

    @Test
    void countCountsTheRecordsOfAKey() {
        grouped.count();
        DrivenNode node = DrivenNode.of(builder.build(), "count");

        node.process("a", "x");
        node.process("b", "x");
        node.process("a", "x");

        assertThat(node.updates()).containsExactly("a=1", "b=1", "a=2");
    }

    @Test
    void theFirstValueThatIsReducedStandsForItself() {
        grouped.reduce((before, value) -> before + value);
        DrivenNode node = DrivenNode.of(builder.build(), "reduce");

        node.process("a", "x");
        node.process("a", "y");

        assertThat(node.updates()).containsExactly("a=x", "a=xy");
    }

    @Test
    void anAggregateBeginsWithWhatTheInitializerMakes() {
        grouped.aggregate(() -> 10, (key, value, sum) -> sum + value.length(), intoIntegers());
        DrivenNode node = DrivenNode.of(builder.build(), "aggregate");

        node.process("a", "xx");
        node.process("a", "yyy");

        assertThat(node.updates()).containsExactly("a=12", "a=15");
    }

    @Test
    void anAggregatorThatReturnsNullRemovesTheEntry() {
        grouped.aggregate(() -> 0, (key, value, sum) -> value.equals("end") ? null : sum + 1, intoIntegers());
        DrivenNode node = DrivenNode.of(builder.build(), "aggregate");

        node.process("a", "x");
        node.process("a", "end");
        node.process("a", "x");

        assertThat(node.updates()).containsExactly("a=1", "a=null", "a=1");
        assertThat(node.entries).containsOnlyKeys("a");
    }

    @Test
    void aReadyMadeAggregationMakesTheValues() {
        grouped.aggregate(Aggregations.sumLong(value -> value.length()));
        DrivenNode node = DrivenNode.of(builder.build(), "aggregate");

        node.process("a", "xx");
        node.process("a", "yyy");

        assertThat(node.updates()).containsExactly("a=2", "a=5");
    }

    @Test
    void aReadyMadeAggregationBringsItsSerde() {
        Aggregation<String, Average> lengths = Aggregations.average(String::length);
        grouped.aggregate(lengths, Materialized.as("lengths"));

        assertThat(builder.build().stores().get(0).valueSerde()).isSameAs(lengths.serde());
    }

    @Test
    void aSerdeOfMaterializedGoesBeforeThatOfTheAggregation() {
        Serde<Long> other = Serdes.Long();
        grouped.aggregate(Aggregations.sumLong(String::length), Materialized.with(strings, other));

        assertThat(builder.build().stores().get(0).valueSerde()).isSameAs(other);
    }

    @Test
    void anUpdateHasTimestampAndHeadersOfItsRecord() {
        grouped.count();
        DrivenNode node = DrivenNode.of(builder.build(), "count");
        RecordHeaders headers = new RecordHeaders();

        node.process(new Record<>("a", "x", 17, headers));

        assertThat(node.forwarded.get(0).timestamp()).isEqualTo(17);
        assertThat(node.forwarded.get(0).headers()).isSameAs(headers);
    }

    @Test
    void recordsWithoutKeyOrValueAreDropped() {
        grouped.count();
        DrivenNode node = DrivenNode.of(builder.build(), "count");

        node.process(null, "x");
        node.process("a", null);
        node.process("a", "x");

        assertThat(node.updates()).containsExactly("a=1");
    }

    @Test
    void onlyTheFirstDroppedRecordIsLoggedWithItsPlaceAndNoContent() {
        grouped.count(Materialized.as("counts"));
        DrivenNode node = DrivenNode.of(builder.build(), "count");

        List<String> logged = LogLines.of(DroppedRecords.class, () -> {
            node.process("a", "x");
            node.process("secret", null);
            node.process(null, "secret");
        });

        assertThat(logged)
                .containsExactly(
                        "WARN Topology 'cards', stage 'in', node 'count-counts': dropped a record without a value,"
                                + " read from in-3 at offset 1. Further ones are dropped unlogged; filter them out before if they"
                                + " are meant to be there.");
    }

    @Test
    void anUnnamedGroupingStaysInItsStage() {
        grouped.count();

        assertThat(operations()).containsExactly("source in", "group by key", "count");
    }

    @Test
    void aNamedGroupingBeginsAStage() {
        in.groupByKey(Grouped.<String, String>as("score").withParallelism(4)).count();

        assertThat(operations()).containsExactly("source in", "group by key, parallelism 4", "count");
        assertThat(builder.build().nodes().get(1).name()).isEqualTo("score");
    }

    @Test
    void allAggregationsOfANamedGroupingAreInItsStage() {
        KGroupedStream<String, String> named = in.groupByKey(Grouped.as("score"));
        named.count();
        named.reduce((before, value) -> value);

        assertThat(operations()).containsExactly("source in", "group by key, parallelism 1", "count", "reduce");
        assertThat(builder.build().nodes().get(3).inputs()).containsExactly("score");
    }

    @Test
    void parallelismNeedsAName() {
        in.groupByKey(Grouped.with(strings, strings).withParallelism(4)).count();

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("A grouping has parallelism 4 but no name: give it one with withName, which begins a stage\\."
                        + " \\(KGroupedStreamTest.java:\\d+\\)");
    }

    @Test
    void aStageOfAGroupingHasAtLeastOneWorker() {
        in.groupByKey(Grouped.<String, String>as("score").withParallelism(0)).count();

        assertThat(problems()).singleElement().asString().startsWith("Stage 'score' has parallelism 0: ");
    }

    private List<String> operations() {
        return builder.build().nodes().stream().map(Node::operation).toList();
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidTopologyException.class, builder::build)
                .problems();
    }

    private static Materialized<String, Integer> intoIntegers() {
        return Materialized.with(Serdes.String(), Serdes.Integer());
    }
}
