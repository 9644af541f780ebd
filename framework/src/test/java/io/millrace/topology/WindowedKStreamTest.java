package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.aggregation.Aggregations;
import io.millrace.errors.InvalidTopologyException;
import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.window.EmitStrategy;
import io.millrace.window.SessionWindows;
import io.millrace.window.SlidingWindows;
import io.millrace.window.TimeWindows;
import io.millrace.window.Window;
import io.millrace.window.Windowed;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/** What windowed aggregations add to a topology, and what is refused. */
class WindowedKStreamTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TopologyBuilder builder =
            TopologyBuilder.named("cards").defaultSerdes(Serdes.String(), Serdes.String());
    private final KGroupedStream<String, String> grouped =
            builder.<String, String>stream("in").groupByKey();

    @Test
    void anAggregationHasAStoreAndTimersThatAreMadeOfIt() {
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(MINUTE)).count(Materialized.as("perMinute"));

        assertThat(operator("count").stores())
                .extracting(StoreDefinition::name)
                .containsExactly("perMinute", "perMinute-timers");
        assertThat(operator("count").stores().get(1).logged()).isFalse();
    }

    @Test
    void timersOnlyClearUpWhereEachUpdateIsTold() {
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(MINUTE)).count();

        assertThat(operator("count").emitsOnTimers()).isFalse();
    }

    @Test
    void timersTellFinalResults() {
        grouped.windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(MINUTE))
                .emitStrategy(EmitStrategy.onWindowClose())
                .count();

        assertThat(operator("count").emitsOnTimers()).isTrue();
    }

    @Test
    void earlyResultsHaveTimersInAChangelog() {
        grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(MINUTE))
                .emitStrategy(EmitStrategy.every(Duration.ofSeconds(1)))
                .aggregate(Aggregations.sumLong(String::length), Materialized.as("lengths"));

        assertThat(operator("aggregate").stores())
                .filteredOn(StoreDefinition::logged)
                .extracting(StoreDefinition::name)
                .containsExactly("lengths", "lengths-early");
    }

    @Test
    void aSinkWritesWindowedKeysWithTheirSerde() {
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(MINUTE))
                .count()
                .filter((key, count) -> count > 1)
                .toStream()
                .to("out");

        Node.Sink sink = (Node.Sink) node("sink out");
        byte[] bytes = keySerializer(sink).serialize("out", new Windowed<>("a", new Window(0, 60_000)));
        assertThat(bytes).hasSize(9).startsWith('a');
        assertThat(sink.valueSerializer())
                .isInstanceOf(Serdes.Long().serializer().getClass());
    }

    @SuppressWarnings("unchecked") // the sink is behind windowed keys
    private static Serializer<Object> keySerializer(Node.Sink sink) {
        return (Serializer<Object>) sink.keySerializer();
    }

    @Test
    void lateRecordsAreAStreamOfTheirOwn() {
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(MINUTE))
                .onLate(late -> late.to("late"))
                .count(Materialized.as("perMinute"))
                .toStream()
                .to("out");

        assertThat(node("sink late").inputs()).containsExactly("count-perMinute-late");
        assertThat(node("sink out").inputs()).containsExactly("count-perMinute-results");
        assertThat(operator("late").inputs()).containsExactly("count-perMinute");
    }

    @Test
    void windowedKeysAreMovedBeforeTheyAreGroupedAgain() {
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(MINUTE))
                .count(Materialized.as("perMinute"))
                .toStream()
                .groupByKey()
                .count(Materialized.as("again"));

        Node.Shuffle shuffle = (Node.Shuffle) node("shuffle by key");
        assertThat(shuffle.repartitioning().orElseThrow().cause())
                .matches("'count-perMinute' \\(WindowedKStreamTest.java:\\d+\\) may change the key");
    }

    @Test
    void illegalSpansAreRefused() {
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ZERO)).count();
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(MINUTE).advanceBy(MINUTE.plusMillis(1)))
                .count();
        grouped.windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(Duration.ofNanos(1), MINUTE.negated()))
                .count();
        grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(MINUTE.negated()))
                .emitStrategy(EmitStrategy.every(Duration.ZERO))
                .count();

        assertThat(problems())
                .extracting(problem -> problem.replaceAll(" \\(WindowedKStreamTest.java:\\d+\\)", ""))
                .containsExactly(
                        "TimeWindows have a size of PT0S: give at least a millisecond.",
                        "TimeWindows advance by PT0S: give at least a millisecond.",
                        "TimeWindows have a size of PT1M and advance by PT1M0.001S, so that some records would be in no window: advance by the size at most.",
                        "SlidingWindows have a time difference of PT0.000000001S: give at least a millisecond.",
                        "SlidingWindows have a grace of PT-1M: give 0 or more.",
                        "SessionWindows have an inactivity gap of PT-1M: give at least a millisecond.",
                        "EmitStrategy.every has an interval of PT0S: give at least a millisecond.");
    }

    @Test
    void aProblemNamesTheUsersLine() {
        grouped.windowedBy(TimeWindows.ofSizeAndGrace(MINUTE, MINUTE.negated())).count();

        assertThat(problems()).singleElement().asString().contains("(WindowedKStreamTest.java:");
    }

    @Test
    void aTimeToLiveIsRefused() {
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(MINUTE))
                .count(Materialized.<String, Long>as("perMinute").withTtl(MINUTE));

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("A windowed aggregation has a time to live: leave out withTtl");
    }

    private Node.Operator operator(String operation) {
        return (Node.Operator) node(operation);
    }

    private Node node(String operation) {
        return builder.build().nodes().stream()
                .filter(node -> node.operation().equals(operation))
                .findFirst()
                .orElseThrow();
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidTopologyException.class, builder::build)
                .problems();
    }
}
