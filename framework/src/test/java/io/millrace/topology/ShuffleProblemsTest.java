package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.processor.KeyValue;
import io.millrace.state.Materialized;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of groupings that need a shuffle, at build. */
class ShuffleProblemsTest {

    private static final String PLACE = "ShuffleProblemsTest.java:\\d+";

    private final Serde<String> strings = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards").defaultSerdes(strings, strings);
    private final KStream<String, String> in = builder.stream("in");
    private final KStream<String, String> byValue = in.selectKey((key, value) -> value, Named.as("by-value"));

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
        byValue.groupByKey(Grouped.as("counts")).reduce((before, value) -> value);
        byValue.filter((key, value) -> true).groupByKey().count(Materialized.as("counts"));

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
        byValue.groupByKey(Grouped.as("score")).count();

        assertThat(problems()).singleElement().asString().startsWith("Two nodes are named '" + name + "' (");
    }

    @Test
    void twoGroupingsOfOneNameAreToldOnce() {
        byValue.groupByKey(Grouped.as("score")).count();
        in.groupByKey(Grouped.as("score")).count();

        assertThat(problems()).singleElement().asString().startsWith("Two nodes are named 'score' (");
    }

    @Test
    void anIllegalNameIsToldOnce() {
        byValue.groupByKey(Grouped.as("a b")).count();

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("The name of a node \\(" + PLACE + "\\) is 'a b': use 1 to 200 .*");
    }

    @Test
    void anIllegalNameOfAStoreIsToldOnce() {
        byValue.groupByKey().count(Materialized.as("a b"));

        assertThat(problems()).singleElement().asString().contains("The name of a store of 'count-1'");
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

    private List<String> problems() {
        return problems(builder);
    }

    private static List<String> problems(TopologyBuilder broken) {
        return catchThrowableOfType(InvalidTopologyException.class, broken::build)
                .problems();
    }
}
