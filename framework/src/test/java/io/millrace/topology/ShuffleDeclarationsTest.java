package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.state.Materialized;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where shuffles are, and what they are called. */
class ShuffleDeclarationsTest {

    private final Serde<String> strings = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(strings, strings);
    private final KStream<String, String> in = builder.stream("in");
    private final BuiltShuffles shuffles = new BuiltShuffles(builder);
    private @Nullable KStream<String, String> byValue;

    @Test
    void aShuffleIsNamedAfterItsGrouping() {
        byValue()
                .groupByKey(Grouped.<String, String>as("score").withParallelism(4))
                .count(Materialized.as("counts"));

        assertThat(builder.build().describe()).isEqualTo("""
                        Topology 'cards'
                          in (source in)
                          by-value (selectKey) <- in
                          score (shuffle by key, parallelism 4) <- by-value
                          count-counts (count, store counts) <- score
                        """);
        assertThat(shuffles.repartitioning(0).base()).isEqualTo("score");
    }

    @Test
    void elseItIsNamedAfterTheStore() {
        byValue().groupByKey().count(Materialized.as("counts"));

        assertThat(shuffles.all()).containsExactly("counts-shuffle <- [by-value]");
        assertThat(shuffles.repartitioning(0).base()).isEqualTo("counts");
    }

    @Test
    void elseItHasANumber() {
        byValue().groupByKey().count();

        assertThat(shuffles.all()).containsExactly("shuffle-1 <- [by-value]");
        assertThat(shuffles.repartitioning(0).base()).isEqualTo("shuffle-1");
    }

    @Test
    void groupByChangesTheKeyAndMoves() {
        in.groupBy((key, value) -> value).count();

        assertThat(builder.build().describe()).contains("""
                          groupBy-1 (groupBy) <- in
                          shuffle-1 (shuffle by key) <- groupBy-1
                          count-2 (count, store count-2-store) <- shuffle-1
                        """);
    }

    @Test
    void groupBySaysWhatItsGroupingIsCalled() {
        in.groupBy((key, value) -> value, Grouped.as("score")).count();

        assertThat(shuffles.all()).containsExactly("score <- [groupBy-1]");
    }

    @Test
    void aGroupingOfRecordsThatAreTogetherMovesNothing() {
        in.groupByKey().count(Materialized.as("counts"));
        in.groupByKey().count();
        in.groupByKey(Grouped.as("score")).count(Materialized.as("scores"));

        assertThat(shuffles.all()).containsExactly("counts-grouping <- [in]", "grouping-1 <- [in]", "score <- [in]");
        assertThat(shuffles.moving()).isEmpty();
    }

    @Test
    void noNumberChangesWithAShuffle() {
        byValue().groupByKey().count();
        byValue().repartition().groupByKey().count();
        in.mapValues(value -> value).groupByKey(Grouped.as("score")).count();

        assertThat(builder.build().stores())
                .extracting(store -> store.name())
                .containsExactly("count-1-store", "count-2-store", "count-4-store");
    }

    @Test
    void groupingsThatMoveNothingTakeNoNumberFromThoseThatDo() {
        in.groupByKey().count();
        byValue().groupByKey().count();

        assertThat(shuffles.repartitioning(0).base()).isEqualTo("shuffle-1");
    }

    @Test
    void allAggregationsOfAGroupingAreBehindOneShuffle() {
        KGroupedStream<String, String> grouped = byValue().groupByKey();
        grouped.count(Materialized.as("counts"));
        grouped.reduce((before, value) -> value, Materialized.as("last"));

        assertThat(shuffles.all()).containsExactly("counts-shuffle <- [by-value]");
    }

    @Test
    void groupingsOfTheSameRecordsShareAShuffle() {
        byValue().groupByKey(Grouped.as("score")).count();
        byValue().groupByKey().count(Materialized.as("counts"));
        byValue().groupByKey().count();

        assertThat(shuffles.all())
                .containsExactly("score <- [by-value]", "counts-grouping <- [score]", "grouping-1 <- [score]");
        assertThat(shuffles.moving()).containsExactly("score");
    }

    @Test
    void groupingsWithOtherSerdesShareNone() {
        byValue().groupByKey(Grouped.as("score")).count();
        byValue()
                .groupByKey(Grouped.<String, String>as("other").withValueSerde(Serdes.String()))
                .count();

        assertThat(shuffles.moving()).containsExactly("score", "other");
    }

    @Test
    void groupingsOfAnotherDeliveryShareNone() {
        byValue().groupByKey(Grouped.as("score")).count();
        byValue()
                .groupByKey(Grouped.<String, String>as("other").withShuffleDelivery(ShuffleDelivery.AT_LEAST_ONCE))
                .count();

        assertThat(shuffles.moving()).containsExactly("score", "other");
        assertThat(shuffles.repartitioning(1).delivery()).isEqualTo(ShuffleDelivery.AT_LEAST_ONCE);
    }

    @Test
    void aSharedShuffleTakesNoNumber() {
        byValue().groupByKey().count();
        byValue().groupByKey().count();
        byValue().filter((key, value) -> true).groupByKey().count();

        assertThat(shuffles.moving()).containsExactly("shuffle-1", "shuffle-2");
    }

    @Test
    void behindAShuffleTheKeyIsUnchanged() {
        byValue()
                .groupByKey(Grouped.as("score"))
                .count()
                .toStream()
                .mapValues(Object::toString)
                .groupByKey(Grouped.as("again"))
                .count();

        assertThat(shuffles.moving()).containsExactly("score");
    }

    @Test
    void shufflesMayFollowOneAnother() {
        byValue()
                .groupByKey(Grouped.as("score"))
                .count()
                .toStream()
                .groupBy((key, count) -> key.substring(0, 1), Grouped.<String, Long>as("again"))
                .count();

        assertThat(shuffles.moving()).containsExactly("score", "again");
    }

    @Test
    void mergedStreamsAreMovedTogether() {
        KStream<String, String> other = builder.<String, String>stream("other").selectKey((key, value) -> value);
        byValue().merge(other, Named.as("both")).groupByKey().count(Materialized.as("counts"));

        assertThat(shuffles.all()).containsExactly("counts-shuffle <- [both]");
    }

    @Test
    void eachStreamOfACogroupIsMovedByItself() {
        KStream<String, String> other = builder.stream("other");
        byValue()
                .groupByKey()
                .<String>cogroup((key, value, all) -> all + value)
                .cogroup(other.groupByKey(), (key, value, all) -> all + value)
                .cogroup(other.groupBy((key, value) -> value), (key, value, all) -> all + value)
                .aggregate(() -> "", Materialized.as("all"));

        assertThat(shuffles.all()).containsExactly("all-1-shuffle <- [by-value]", "all-3-shuffle <- [groupBy-1]");
        assertThat(builder.build().describe()).contains("cogroup-2 (cogroup) <- all-1-shuffle");
    }

    @Test
    void theStreamsOfANamedCogroupAreMovedUnderItsName() {
        byValue()
                .groupByKey(Grouped.<String, String>as("score").withParallelism(3))
                .<String>cogroup((key, value, all) -> all + value)
                .aggregate(() -> "", Materialized.as("all"));

        assertThat(shuffles.all()).containsExactly("score-1-shuffle <- [by-value]");
        assertThat(builder.build().describe()).contains("score (stage, parallelism 3) <- cogroup-1");
    }

    @Test
    void anAggregateOfTheSameCogroupSharesItsShuffles() {
        CogroupedKStream<String, String> cogrouped =
                byValue().groupByKey().<String>cogroup((key, value, all) -> all + value);
        cogrouped.aggregate(() -> "", Materialized.as("first"));
        cogrouped.aggregate(() -> "", Materialized.as("second"));

        assertThat(shuffles.moving()).containsExactly("first-1-shuffle");
    }

    @Test
    void recordsThatCanNotBeGroupedAreDroppedBeforeTheyAreMoved() {
        byValue().groupByKey().count();
        DrivenNode entry = DrivenNode.of(shuffles.repartitioning(0).entry());

        entry.process("a", "x");
        entry.process(null, "x");
        entry.process("a", null);

        assertThat(entry.updates()).containsExactly("a=x");
    }

    @Test
    void aLongNameOfAStoreIsNoProblemWhereNothingMoves() {
        in.groupByKey().count(Materialized.as("n".repeat(200)));

        assertThat(shuffles.all()).containsExactly("grouping-1 <- [in]");
    }

    @Test
    void aStoreBehindAPatternIsNoProblemBehindAShuffle() {
        KStream<String, String> some = builder.stream(Pattern.compile("some-.*"), Consumed.as("some"));
        some.groupBy((key, value) -> value).count();
        in.foreach((key, value) -> {});

        assertThat(builder.build().stores()).hasSize(1);
    }

    /** Returns the stream by its new key, the same one at each call. */
    private KStream<String, String> byValue() {
        if (byValue == null) {
            byValue = in.selectKey((key, value) -> value, Named.as("by-value"));
        }
        return byValue;
    }
}
