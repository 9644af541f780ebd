package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.state.Materialized;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** One aggregate of several streams. */
class CogroupedKStreamTest {

    private static final String PLACE = "CogroupedKStreamTest.java:\\d+";

    private final Serde<String> strings = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards");
    private final KStream<String, String> a = builder.stream("a", Consumed.with(strings, strings));
    private final KStream<String, Integer> b = builder.stream("b", Consumed.with(strings, Serdes.Integer()));

    @Test
    void unnamedGroupingsMeetInAMerge() {
        aggregate(a.groupByKey(), b.groupByKey());

        assertThat(builder.build().describe()).isEqualTo("""
                        Topology 'cards'
                          a (source a)
                          b (source b)
                          cogroup-1 (cogroup) <- a
                          cogroup-2 (cogroup) <- b
                          merge-3 (merge) <- cogroup-1, cogroup-2
                          aggregate-both (aggregate, store both) <- merge-3
                        """);
    }

    @Test
    void namedGroupingsMeetInTheirStage() {
        aggregate(a.groupByKey(Grouped.as("score")), b.groupByKey());

        assertThat(builder.build().describe()).isEqualTo("""
                        Topology 'cards'
                          a (source a)
                          b (source b)
                          cogroup-1 (cogroup) <- a
                          cogroup-2 (cogroup) <- b
                          score (stage, parallelism 1) <- cogroup-1, cogroup-2
                          aggregate-both (aggregate, store both) <- score
                        """);
    }

    @Test
    void theGreatestParallelismCounts() {
        aggregate(
                a.groupByKey(Grouped.<String, String>as("score").withParallelism(3)),
                b.groupByKey(Grouped.<String, Integer>as("score").withParallelism(2)));

        assertThat(builder.build().nodes().get(4))
                .isEqualTo(new Node.StageBoundary("score", List.of("cogroup-1", "cogroup-2"), 3));
    }

    @Test
    void groupingsOfDifferentNamesAreTold() {
        aggregate(a.groupByKey(Grouped.as("one")), b.groupByKey(Grouped.as("two")));

        assertThat(problems())
                .singleElement()
                .asString()
                .matches(
                        "Groupings named 'one', 'two' are cogrouped: give them one name, since all are aggregated in one"
                                + " stage\\. \\(" + PLACE + "\\)");
    }

    @Test
    void aStreamOfAForeignBuilderIsTold() {
        TopologyBuilder other = TopologyBuilder.named("other");
        KStream<String, Integer> foreign = other.stream("foreign", Consumed.with(strings, Serdes.Integer()));
        b.foreach((key, value) -> {});
        aggregate(a.groupByKey(), foreign.groupByKey());

        assertThat(problems())
                .singleElement()
                .asString()
                .matches(
                        "A stream of another TopologyBuilder is cogrouped: 'foreign'\\. Build both with one builder\\. \\("
                                + PLACE + "\\)");
    }

    @Test
    void aMissingSerdeOfTheAggregateIsTold() {
        a.groupByKey()
                .<Integer>cogroup((key, value, sum) -> sum + value.length())
                .cogroup(b.groupByKey(), (key, value, sum) -> sum + value)
                .aggregate(() -> 0, Materialized.as("both"));

        assertThat(problems()).singleElement().asString().startsWith("Store 'both' of 'aggregate-both' ");
    }

    @Test
    void oneStreamAloneMayBeCogroupedToo() {
        b.foreach((key, value) -> {});
        a.groupByKey()
                .<Integer>cogroup((key, value, sum) -> sum + value.length())
                .aggregate(() -> 0, Materialized.with(strings, Serdes.Integer()));

        assertThat(builder.build().stores()).hasSize(1);
    }

    private void aggregate(KGroupedStream<String, String> first, KGroupedStream<String, Integer> second) {
        first.<Integer>cogroup((key, value, sum) -> sum + value.length())
                .cogroup(second, (key, value, sum) -> sum + value)
                .aggregate(() -> 0, Materialized.<String, Integer>as("both").withValueSerde(Serdes.Integer()));
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidTopologyException.class, builder::build)
                .problems();
    }
}
