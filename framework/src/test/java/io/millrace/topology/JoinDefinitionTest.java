package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.InvalidTopologyException;
import io.millrace.processor.ValueJoiner;
import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.window.JoinWindows;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What joins and deduplications add to a topology, and what is refused of them. */
class JoinDefinitionTest {

    private static final String PLACE = "JoinDefinitionTest.java:\\d+";
    private static final ValueJoiner<@Nullable Object, @Nullable Object, String> JOINER =
            (left, right) -> left + "+" + right;
    private static final JoinWindows WINDOWS = JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofSeconds(1));

    private final Serde<String> strings = Serdes.String();
    private final TopologyBuilder builder = TopologyBuilder.named("cards");

    @Test
    void aJoinOfStreamsKeepsTheRecordsOfBoth() {
        stream("a").join(stream("b"), JOINER, WINDOWS, StreamJoined.as("pairs")).foreach((key, value) -> {});

        assertThat(builder.build().describe()).isEqualTo("""
                        Topology 'cards'
                          a (source a)
                          b (source b)
                          entry-1 (join left) <- a
                          entry-2 (join right) <- b
                          join-3 (join, stores pairs-left, pairs-left-timers, pairs-right, pairs-right-timers) <- entry-1, entry-2
                          foreach-4 (foreach) <- join-3
                        """);
    }

    @Test
    void aJoinOfStreamsHasTheirSerdes() {
        stream("a").leftJoin(stream("b"), JOINER, WINDOWS).foreach((key, value) -> {});

        assertThat(builder.build().stores())
                .extracting(StoreDefinition::keySerde)
                .containsOnly(strings);
    }

    @Test
    void aMissingSerdeIsToldWithItsRemedy() {
        stream("a")
                .<Integer>mapValues(String::length)
                .join(
                        stream("b"),
                        JOINER,
                        WINDOWS,
                        StreamJoined.<String, Integer, String>as("pairs").withName("pairs"))
                .foreach((key, value) -> {});

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("Node 'pairs' \\(" + PLACE + "\\) has no value serde: pass one with StreamJoined\\.with, .*");
    }

    @Test
    void aStreamOfAnotherBuilderIsRefused() {
        TopologyBuilder other = TopologyBuilder.named("other");
        stream("a")
                .join(other.stream("b", Consumed.with(strings, strings)), JOINER, WINDOWS)
                .foreach((key, value) -> {});

        assertThat(problems())
                .singleElement()
                .asString()
                .matches("A stream of another TopologyBuilder is joined: 'b'\\. Build both with one builder\\. \\("
                        + PLACE + "\\)");
    }

    @Test
    void aTableOfAnotherBuilderIsRefused() {
        TopologyBuilder other = TopologyBuilder.named("other");
        KTable<String, String> table = other.table("b", Consumed.with(strings, strings));
        stream("a").join(table, JOINER).foreach((key, value) -> {});

        assertThat(problems()).singleElement().asString().contains("A table of another TopologyBuilder is joined");
    }

    @Test
    void aTableThatIsOnlyJoinedNeedGoNowhereElse() {
        KTable<String, String> table = builder.table("b", Consumed.with(strings, strings), Materialized.as("b"))
                .filter((key, value) -> true);
        stream("a").join(table, JOINER).foreach((key, value) -> {});

        assertThat(builder.build().describe()).contains("join-4 (join, store b) <- entry-2, entry-3");
    }

    @Test
    void aResultThatIsNotStoredNeedsASerdeToBeJoined() {
        KTable<String, String> a = builder.table("a", Consumed.with(strings, strings));
        KTable<String, String> b = builder.table("b", Consumed.with(strings, strings));
        KTable<String, String> c = builder.table("c", Consumed.with(strings, strings));
        a.join(b, JOINER).join(c, JOINER).toStream().foreach((key, value) -> {});

        assertThat(problems())
                .singleElement()
                .asString()
                .contains("has no value serde: pass one with Materialized.with");
    }

    @Test
    void duplicatesAreRememberedByKeyAndId() {
        stream("a")
                .deduplicate((key, value) -> value, Duration.ofMinutes(1), Deduplicated.as("once"))
                .foreach((key, value) -> {});

        assertThat(builder.build().describe()).contains("once (deduplicate, stores once, once-timers) <- a");
    }

    @Test
    void deduplicationBehindAChangeOfTheKeyIsRefused() {
        stream("a")
                .selectKey((key, value) -> value)
                .deduplicate((key, value) -> value, Duration.ofMinutes(1), Deduplicated.as("once"))
                .foreach((key, value) -> {});

        assertThat(problems()).anySatisfy(problem -> assertThat(problem)
                .contains("deduplicate(...) is behind 'selectKey-1'")
                .contains("repartition()"));
    }

    @Test
    void aNegativeTimeIsRefused() {
        stream("a").deduplicate((key, value) -> value, Duration.ofMinutes(-1)).foreach((key, value) -> {});

        assertThat(problems()).singleElement().asString().contains("within PT-1M: give 0 or more");
    }

    private KStream<String, String> stream(String topic) {
        return builder.stream(topic, Consumed.with(strings, strings));
    }

    private List<String> problems() {
        InvalidTopologyException refused = catchThrowableOfType(InvalidTopologyException.class, builder::build);
        return refused.problems();
    }
}
