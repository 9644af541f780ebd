package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.Record;
import io.millrace.state.Materialized;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** What aggregations make of records. */
class KGroupedStreamTest {

    private final Serde<String> strings = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(strings, strings);
    private final KGroupedStream<String, String> grouped =
            builder.stream("in", Consumed.with(strings, strings)).groupByKey();

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
    void anUpdateHasTimestampAndHeadersOfItsRecord() {
        grouped.count();
        DrivenNode node = DrivenNode.of(builder.build(), "count");
        RecordHeaders headers = new RecordHeaders();

        node.process(new Record<>("a", "x", 17, headers));

        assertThat(node.forwarded.get(0).timestamp()).isEqualTo(17);
        assertThat(node.forwarded.get(0).headers()).isSameAs(headers);
    }

    private static Materialized<String, Integer> intoIntegers() {
        return Materialized.with(Serdes.String(), Serdes.Integer());
    }
}
