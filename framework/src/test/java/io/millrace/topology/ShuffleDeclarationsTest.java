package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.processor.KeyValue;
import io.millrace.state.Materialized;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where shuffles are, what they are called, and what is told of them at build. */
class ShuffleDeclarationsTest {

    private static final String PLACE = "ShuffleDeclarationsTest.java:\\d+";

    private final Serde<String> strings = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(strings, strings);
    private final KStream<String, String> in = builder.stream("in");
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
        assertThat(base()).isEqualTo("score");
    }

    @Test
    void elseItIsNamedAfterTheStore() {
        byValue().groupByKey().count(Materialized.as("counts"));

        assertThat(shuffles()).containsExactly("counts-shuffle <- [by-value]");
        assertThat(base()).isEqualTo("counts");
    }

    @Test
    void elseItHasANumber() {
        byValue().groupByKey().count();

        assertThat(shuffles()).containsExactly("shuffle-1 <- [by-value]");
        assertThat(base()).isEqualTo("shuffle-1");
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

        assertThat(shuffles()).containsExactly("score <- [groupBy-1]");
    }

    @Test
    void aGroupingOfRecordsThatAreTogetherMovesNothing() {
        in.groupByKey().count(Materialized.as("counts"));
        in.groupByKey().count();
        in.groupByKey(Grouped.as("score")).count(Materialized.as("scores"));

        assertThat(shuffles()).containsExactly("counts-grouping <- [in]", "grouping-1 <- [in]", "score <- [in]");
        assertThat(moving()).isEmpty();
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

        assertThat(base()).isEqualTo("shuffle-1");
    }

    @Test
    void allAggregationsOfAGroupingAreBehindOneShuffle() {
        KGroupedStream<String, String> grouped = byValue().groupByKey();
        grouped.count(Materialized.as("counts"));
        grouped.reduce((before, value) -> value, Materialized.as("last"));

        assertThat(shuffles()).containsExactly("counts-shuffle <- [by-value]");
    }

    @Test
    void groupingsOfTheSameRecordsShareAShuffle() {
        byValue().groupByKey(Grouped.as("score")).count();
        byValue().groupByKey().count(Materialized.as("counts"));
        byValue().groupByKey().count();

        assertThat(shuffles())
                .containsExactly("score <- [by-value]", "counts-grouping <- [score]", "grouping-1 <- [score]");
        assertThat(moving()).containsExactly("score");
    }

    @Test
    void groupingsWithOtherSerdesShareNone() {
        byValue().groupByKey(Grouped.as("score")).count();
        byValue()
                .groupByKey(Grouped.<String, String>as("other").withValueSerde(Serdes.String()))
                .count();

        assertThat(moving()).containsExactly("score", "other");
    }

    @Test
    void groupingsOfAnotherDeliveryShareNone() {
        byValue().groupByKey(Grouped.as("score")).count();
        byValue()
                .groupByKey(Grouped.<String, String>as("other").withShuffleDelivery(ShuffleDelivery.AT_LEAST_ONCE))
                .count();

        assertThat(moving()).containsExactly("score", "other");
        assertThat(repartitioning(1).delivery()).isEqualTo(ShuffleDelivery.AT_LEAST_ONCE);
    }

    @Test
    void aSharedShuffleTakesNoNumber() {
        byValue().groupByKey().count();
        byValue().groupByKey().count();
        byValue().filter((key, value) -> true).groupByKey().count();

        assertThat(moving()).containsExactly("shuffle-1", "shuffle-2");
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

        assertThat(moving()).containsExactly("score");
    }

    @Test
    void shufflesMayFollowOneAnother() {
        byValue()
                .groupByKey(Grouped.as("score"))
                .count()
                .toStream()
                .groupBy((key, count) -> key.substring(0, 1), Grouped.<String, Long>as("again"))
                .count();

        assertThat(moving()).containsExactly("score", "again");
    }

    @Test
    void repartitionMovesEvenWhereTheKeyIsUnchanged() {
        in.repartition(Repartitioned.<String, String>as("wide").withNumberOfPartitions(24))
                .foreach((key, value) -> {});

        assertThat(builder.build().describe()).contains("wide (shuffle by key) <- in");
        assertThat(repartitioning(0).cause()).isEqualTo("repartition() asks for it");
        assertThat(repartitioning(0).partitions()).hasValue(24);
    }

    @Test
    void repartitionIsNeverShared() {
        byValue().repartition().foreach((key, value) -> {});
        byValue().repartition().foreach((key, value) -> {});
        byValue().groupByKey().count();

        assertThat(moving()).containsExactly("shuffle-1", "shuffle-2", "shuffle-3");
    }

    @Test
    void repartitionSaysHowRecordsAreWritten() {
        Serde<String> keys = new Serdes.StringSerde();
        Serde<String> values = new Serdes.StringSerde();
        KStream<String, String> moved = byValue()
                .repartition(
                        Repartitioned.with(keys, values).withName("wide").withDelivery(ShuffleDelivery.AT_LEAST_ONCE));
        moved.to("out");

        Node.Repartitioning repartitioning = repartitioning(0);
        assertThat(repartitioning.keySerde()).isSameAs(keys);
        assertThat(repartitioning.valueSerde()).isSameAs(values);
        assertThat(repartitioning.delivery()).isEqualTo(ShuffleDelivery.AT_LEAST_ONCE);
        assertThat(moved.point().keySerde()).as("known to what follows").isSameAs(keys);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aTopicHasAtLeastOnePartition(int partitions) {
        byValue()
                .repartition(Repartitioned.<String, String>as("wide").withNumberOfPartitions(partitions))
                .foreach((key, value) -> {});

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("repartition\\(\\.\\.\\.\\) asks for " + partitions + " partitions: give at least 1\\. \\("
                        + PLACE + "\\)");
    }

    @Test
    void aRepartitionedStreamHasToGoOn() {
        byValue().repartition(Repartitioned.as("wide"));

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("The records of 'wide' \\(" + PLACE + "\\) go nowhere: .*");
    }

    @Test
    void mergedStreamsAreMovedTogether() {
        KStream<String, String> other = builder.<String, String>stream("other").selectKey((key, value) -> value);
        byValue().merge(other, Named.as("both")).groupByKey().count(Materialized.as("counts"));

        assertThat(shuffles()).containsExactly("counts-shuffle <- [both]");
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

        assertThat(shuffles()).containsExactly("all-1-shuffle <- [by-value]", "all-3-shuffle <- [groupBy-1]");
        assertThat(builder.build().describe()).contains("cogroup-2 (cogroup) <- all-1-shuffle");
    }

    @Test
    void theStreamsOfANamedCogroupAreMovedUnderItsName() {
        byValue()
                .groupByKey(Grouped.<String, String>as("score").withParallelism(3))
                .<String>cogroup((key, value, all) -> all + value)
                .aggregate(() -> "", Materialized.as("all"));

        assertThat(shuffles()).containsExactly("score-1-shuffle <- [by-value]");
        assertThat(builder.build().describe()).contains("score (stage, parallelism 3) <- cogroup-1");
    }

    @Test
    void anAggregateOfTheSameCogroupSharesItsShuffles() {
        CogroupedKStream<String, String> cogrouped =
                byValue().groupByKey().<String>cogroup((key, value, all) -> all + value);
        cogrouped.aggregate(() -> "", Materialized.as("first"));
        cogrouped.aggregate(() -> "", Materialized.as("second"));

        assertThat(moving()).containsExactly("first-1-shuffle");
    }

    @Test
    void recordsThatCanNotBeGroupedAreDroppedBeforeTheyAreMoved() {
        byValue().groupByKey().count();
        DrivenNode entry = DrivenNode.of(repartitioning(0).entry());

        entry.process("a", "x");
        entry.process(null, "x");
        entry.process("a", null);

        assertThat(entry.updates()).containsExactly("a=x");
    }

    @Test
    void repartitionMovesRecordsWithoutAKeyToo() {
        byValue().repartition().foreach((key, value) -> {});
        DrivenNode entry = DrivenNode.of(repartitioning(0).entry());

        entry.process(null, "x");

        assertThat(entry.updates()).containsExactly("null=x");
    }

    @Test
    void missingSerdesAreToldOnceWithTheLine() {
        TopologyBuilder bare = TopologyBuilder.named("bare");
        bare.stream("in", Consumed.with(strings, strings))
                .map((key, value) -> KeyValue.pair(1, 2))
                .groupByKey()
                .count(Materialized.as("counts"));

        assertThat(problems(bare))
                .satisfiesExactly(
                        key -> assertThat(key)
                                .matches("Node 'counts-shuffle' \\(" + PLACE + "\\) has no key serde: pass one with"
                                        + " Grouped\\.with, or set TopologyBuilder\\.defaultSerdes before\\."),
                        value -> assertThat(value)
                                .startsWith("Node 'counts-shuffle' (")
                                .contains("has no value serde"));
    }

    @Test
    void missingSerdesOfARepartitionAreTold() {
        TopologyBuilder bare = TopologyBuilder.named("bare");
        bare.stream("in", Consumed.with(strings, strings))
                .selectKey((key, value) -> 1)
                .repartition()
                .foreach((key, value) -> {});

        assertThat(problems(bare)).singleElement().asString().contains("pass one with Repartitioned.with, or");
    }

    @Test
    void theKeySerdeOfTheStoreWritesTheKeysThatNothingElseWrites() {
        TopologyBuilder bare = TopologyBuilder.named("bare");
        bare.stream("in", Consumed.with(strings, strings))
                .selectKey((key, value) -> 1)
                .groupByKey()
                .count(Materialized.<Integer, Long>as("counts").withKeySerde(Serdes.Integer()));

        assertThat(bare.build().stores()).hasSize(1);
    }

    @Test
    void twoShufflesNeverHaveOneTopic() {
        byValue().groupByKey(Grouped.as("counts")).reduce((before, value) -> value);
        byValue().filter((key, value) -> true).groupByKey().count(Materialized.as("counts"));

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("Shuffles 'counts' \\(" + PLACE + "\\) and 'counts-shuffle' \\(" + PLACE
                        + "\\) would write to one topic, named after 'counts': give one of the groupings a name\\.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"score-read", "score-read-replays", "score-write", "score-stage"})
    void namesOfWhatThePlanAddsAreTaken(String name) {
        in.filter((key, value) -> true, Named.as(name)).to("out");
        byValue().groupByKey(Grouped.as("score")).count();

        assertThat(problems()).singleElement().asString().startsWith("Two nodes are named '" + name + "' (");
    }

    @Test
    void twoGroupingsOfOneNameAreToldOnce() {
        byValue().groupByKey(Grouped.as("score")).count();
        in.groupByKey(Grouped.as("score")).count();

        assertThat(problems()).singleElement().asString().startsWith("Two nodes are named 'score' (");
    }

    @Test
    void anIllegalNameIsToldOnce() {
        byValue().groupByKey(Grouped.as("a b")).count();

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("The name of a node \\(" + PLACE + "\\) is 'a b': use 1 to 200 .*");
    }

    @Test
    void anIllegalNameOfAStoreIsToldOnce() {
        byValue().groupByKey().count(Materialized.as("a b"));

        assertThat(problems()).singleElement().asString().contains("The name of a store of 'count-1'");
    }

    @Test
    void aLongNameOfAStoreIsNoProblemWhereNothingMoves() {
        in.groupByKey().count(Materialized.as("n".repeat(200)));

        assertThat(shuffles()).containsExactly("grouping-1 <- [in]");
    }

    @Test
    void aNameThatIsTooLongForATopicIsTold() {
        TopologyBuilder wordy = TopologyBuilder.named("t".repeat(40)).defaultSerdes(strings, strings);
        wordy.<String, String>stream("in")
                .groupBy((key, value) -> value, Grouped.as("n".repeat(199)))
                .count();

        assertThat(problems(wordy))
                .singleElement()
                .asString()
                .matches("The topic of shuffle 'n+' \\(" + PLACE
                        + "\\) would be named '<application-id>-t+-n+-repartition',"
                        + " and Kafka takes 249 characters at most: name the grouping, or give it a shorter name\\.");
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

    private List<String> shuffles() {
        return shuffleNodes().stream()
                .map(shuffle -> shuffle.name() + " <- " + shuffle.inputs())
                .toList();
    }

    private List<String> moving() {
        return shuffleNodes().stream()
                .filter(shuffle -> shuffle.repartitioning().isPresent())
                .map(Node.Shuffle::name)
                .toList();
    }

    private String base() {
        return repartitioning(0).base();
    }

    /** Returns that of one of the shuffles that move records. */
    private Node.Repartitioning repartitioning(int number) {
        return shuffleNodes().stream()
                .flatMap(shuffle -> shuffle.repartitioning().stream())
                .toList()
                .get(number);
    }

    private List<Node.Shuffle> shuffleNodes() {
        return builder.build().nodes().stream()
                .filter(Node.Shuffle.class::isInstance)
                .map(Node.Shuffle.class::cast)
                .toList();
    }

    private List<String> problems() {
        return problems(builder);
    }

    private static List<String> problems(TopologyBuilder broken) {
        return catchThrowableOfType(InvalidTopologyException.class, broken::build)
                .problems();
    }
}
