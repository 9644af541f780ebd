package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.state.Materialized;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyBuilderTest {

    private static final String PLACE = "TopologyBuilderTest.java:\\d+";

    private final Serde<String> keys = Serdes.String();
    private final Serde<String> values = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards");

    @Test
    void aTopologyWithoutSourcesReadsNothing() {
        assertThat(problems())
                .containsExactly("It reads nothing: begin with stream(topic, Consumed.with(keySerde, valueSerde)).");
    }

    @Test
    void aStreamThatGoesNowhereIsADeadEnd() {
        read("in").filter((key, value) -> true, Named.as("large"));

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("The records of 'large' \\(" + PLACE + "\\) go nowhere: .*");
    }

    @Test
    void aStreamThatEndsInAnActionIsNoDeadEnd() {
        KStream<String, String> in = read("in");
        in.foreach((key, value) -> {});
        in.print(Printed.toSysOut());
        in.process(() -> record -> {});
        in.mapPartitions(partition -> record -> {});
        in.split().branch((key, value) -> true).noDefaultBranch();

        assertThat(builder.build().nodes()).hasSize(7);
    }

    @Test
    void twoNodesOfOneNameAreToldWithTheirLines() {
        KStream<String, String> in = read("in");
        in.filter((key, value) -> true, Named.as("twice")).to("out");
        in.filter((key, value) -> true, Named.as("twice")).to("out");

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("Two nodes are named 'twice' \\(" + PLACE + " and " + PLACE
                        + "\\): give one of them another name.");
    }

    @Test
    void replaysOfNamedTopicsAreDroppedBehindTheSource() {
        builder.stream("in", Consumed.with(keys, values).dropReplays()).to("out");

        Topology topology = builder.build();

        assertThat(topology.describe())
                .contains("in-replays (drop replays, store in-replays) <- in\n", "(sink out) <- in-replays\n");
    }

    @Test
    void replaysOfTopicsOfAPatternAreNotDropped() {
        builder.stream(Pattern.compile("in-.*"), Consumed.with(keys, values).dropReplays())
                .to("out");

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("dropReplays\\(\\) of a stream that reads the pattern 'in-\\.\\*': name its topics, .* \\("
                        + PLACE + "\\)");
    }

    @Test
    void theStoreOfWhatWasSeenHasANameOfItsOwn() {
        builder.stream("in", Consumed.with(keys, values).dropReplays())
                .groupByKey()
                .count(Materialized.as("in-replays"));

        assertThat(problems()).singleElement().asString().startsWith("Two stores are named 'in-replays'");
    }

    @Test
    void aTopicIsReadOnce() {
        read("in").to("out");
        builder.stream(List.of("other", "in"), Consumed.with(keys, values).withName("second"))
                .to("out");

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("Topic 'in' is read by two sources, 'in' \\(" + PLACE + "\\) and 'second' \\(" + PLACE
                        + "\\): read it once and use the stream twice.");
    }

    @Test
    void aTopicOfAListIsNotReadByAPatternToo() {
        builder.stream(Pattern.compile("in.*"), Consumed.with(keys, values).withName("pattern"))
                .to("out");
        read("input").to("out");

        assertThat(problems()).singleElement().asString().startsWith("Topic 'input' is read by two sources");
    }

    @Test
    void aPatternIsReadOnce() {
        builder.stream(Pattern.compile("in.*"), Consumed.with(keys, values).withName("a"))
                .to("out");
        builder.stream(Pattern.compile("in.*"), Consumed.with(keys, values).withName("b"))
                .to("out");

        assertThat(problems()).singleElement().asString().startsWith("Topic 'in.*' is read by two sources");
    }

    @Test
    void patternsThatMayOverlapAreNotRefusedYet() {
        builder.stream(Pattern.compile("in.*"), Consumed.with(keys, values).withName("a"))
                .to("out");
        builder.stream(Pattern.compile("i.*"), Consumed.with(keys, values).withName("b"))
                .to("out");

        assertThat(builder.build().nodes()).hasSize(4);
    }

    @Test
    void theFirstStreamOfAForeignBuilderIsToldInAMerge() {
        KStream<String, String> foreign = TopologyBuilder.named("other").stream("foreign", Consumed.with(keys, values));
        read("in").merge(foreign).to("out");

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("A stream of another TopologyBuilder is merged: 'foreign'. Build both with one builder. \\("
                        + PLACE + "\\)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "ä", "a\nb"})
    void aNodesNameIsLegal(String name) {
        read("in").filter((key, value) -> true, Named.as(name)).to("out");

        assertThat(problems()).singleElement().asString().contains("is '" + name + "': use 1 to 200 letters");
    }

    @Test
    void aNameMayBeLongButNotTooLong() {
        read("in").filter((key, value) -> true, Named.as("n".repeat(200))).to("out");
        assertThat(builder.build().nodes()).hasSize(3);

        read("other").filter((key, value) -> true, Named.as("m".repeat(201))).to("out");
        assertThat(problems()).hasSize(1);
    }

    @Test
    void theTopologysNameIsLegal() {
        TopologyBuilder spaced = TopologyBuilder.named("my topology");
        spaced.stream("in", Consumed.with(keys, values)).to("out");

        assertThatThrownBy(spaced::build).hasMessageContaining("The topology's name is 'my topology'");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aStageHasAtLeastOneWorker(int parallelism) {
        read("in").stage("score", parallelism).to("out");

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("Stage 'score' has parallelism " + parallelism + ": give it at least 1. \\(" + PLACE + "\\)");
    }

    @Test
    void aStreamNamesATopic() {
        builder.stream(List.<String>of(), Consumed.with(keys, values).withName("none"))
                .to("out");

        assertThat(problems()).singleElement().asString().startsWith("A stream of no topics: name at least one.");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        read("in").stage("score", 0).filter((key, value) -> true, Named.as("dead end"));

        InvalidTopologyException refusal = refusal();

        assertThat(refusal.problems()).hasSize(3);
        assertThat(refusal)
                .hasMessageStartingWith("Topology 'cards' can't be built:\n- ")
                .hasMessageContainingAll(refusal.problems().toArray(String[]::new));
    }

    @Test
    void describeShowsWhatEachNodeDoesAndReads() {
        read("in")
                .filter((key, value) -> true, Named.as("large"))
                .stage("score", 4)
                .to("out", Produced.with(keys, values).withName("sink"));

        assertThat(builder.build().describe()).isEqualTo("""
                        Topology 'cards'
                          in (source in)
                          large (filter) <- in
                          score (stage, parallelism 4) <- large
                          sink (sink out) <- score
                        """);
    }

    @Test
    void aTopologyIsNotChangedByWhatIsBuiltAfterIt() {
        read("in").to("out");
        Topology before = builder.build();

        read("other").to("out");
        builder.build();

        assertThat(before.nodes()).hasSize(2);
    }

    @Test
    void aTopologysNodesCannotBeChanged() {
        read("in").to("out");
        List<Node> nodes = builder.build().nodes();

        assertThatThrownBy(() -> nodes.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aSourceDoesNotChangeWithTheListItWasGiven() {
        List<String> topics = new ArrayList<>(List.of("a", "b"));
        builder.stream(topics, Consumed.with(keys, values).withName("list")).to("out");

        topics.add("c");

        assertThat(((Node.Source) builder.build().nodes().get(0)).topics()).containsExactly("a", "b");
    }

    @Test
    void aSourceOfOneTopicIsNamedAfterIt() {
        builder.stream("payments", Consumed.with(keys, values)).to("out");

        assertThat(builder.build().nodes().get(0).name()).isEqualTo("payments");
    }

    private KStream<String, String> read(String topic) {
        return builder.stream(topic, Consumed.with(keys, values));
    }

    private List<String> problems() {
        return refusal().problems();
    }

    private InvalidTopologyException refusal() {
        return catchThrowableOfType(InvalidTopologyException.class, builder::build);
    }
}
