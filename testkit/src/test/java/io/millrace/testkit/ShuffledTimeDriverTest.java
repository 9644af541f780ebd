package io.millrace.testkit;

import static io.millrace.testkit.Reminders.START;
import static io.millrace.testkit.Reminders.STRING;
import static io.millrace.testkit.Reminders.fired;
import static io.millrace.testkit.Reminders.note;
import static io.millrace.testkit.Reminders.notes;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.KeyValue;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.Materialized;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.EmitStrategy;
import io.millrace.window.TimeWindows;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows behind a durable shuffle, with two partitions before it. */
class ShuffledTimeDriverTest {

    @Test
    void recordsOfAPartitionThatWasNotHeardOfAreNotLate() {
        try (TopologyTestDriver driver = driver(TopologySettings.defaults())) {
            notes(driver).toPartition(0).pipeRecordList(List.of(note("a", "x", 100), note("a", "x", 5_000)));
            assertThat(fired(driver)).isEmpty();

            notes(driver).toPartition(1).pipeRecordList(List.of(note("a", "x", 150), note("a", "x", 5_000)));

            assertThat(fired(driver)).containsExactly("a 0=2");
        }
    }

    @Test
    void aPartitionThatIsNeverHeardOfIsIdleAfterAWhile() {
        try (TopologyTestDriver driver = driver(TopologySettings.defaults())) {
            notes(driver).toPartition(0).pipeRecordList(List.of(note("a", "x", 100)));
            driver.advanceWallClockTime(Duration.ofSeconds(20));
            notes(driver).toPartition(0).pipeRecordList(List.of(note("a", "x", 5_000)));
            assertThat(fired(driver)).isEmpty();

            driver.advanceWallClockTime(Duration.ofSeconds(10));

            assertThat(fired(driver)).containsExactly("a 0=1");
        }
    }

    @Test
    void aTimestampThatKafkaWouldNotTakeComesThroughTheShuffle() {
        long ahead = START.plus(Duration.ofMinutes(50)).toEpochMilli();
        try (TopologyTestDriver driver = driver(TopologySettings.defaults())) {
            notes(driver).toPartition(0).pipeRecordList(List.of(note("a", "x", ahead), note("a", "x", ahead + 5_000)));
            notes(driver).toPartition(1).pipeRecordList(List.of(note("a", "x", ahead + 5_000)));

            assertThat(fired(driver)).containsExactly("a " + ahead + "=1");
        }
    }

    @Test
    void aJobDoesNotWaitForAPartitionThatBringsNothing() {
        try (TopologyTestDriver driver = driver(TopologySettings.defaults().withTrigger(Trigger.availableNow()))) {
            notes(driver).toPartition(0).pipeRecordList(List.of(note("a", "x", 100), note("a", "x", 5_000)));
            driver.advanceEpoch();

            assertThat(fired(driver)).containsExactly("a 0=1");
        }
    }

    @Test
    void aJobWaitsForAPartitionThatBringsLess() {
        try (TopologyTestDriver driver = driver(TopologySettings.defaults().withTrigger(Trigger.availableNow()))) {
            notes(driver).toPartition(0).pipeRecordList(List.of(note("a", "x", 100), note("a", "x", 5_000)));
            notes(driver).toPartition(1).pipeRecordList(List.of(note("a", "x", 150)));
            driver.advanceEpoch();
            assertThat(fired(driver)).isEmpty();

            notes(driver).toPartition(1).pipeRecordList(List.of(note("a", "x", 160), note("a", "x", 5_000)));
            driver.advanceEpoch();

            assertThat(fired(driver)).containsExactly("a 0=3");
        }
    }

    @Test
    void aJobGoesOnWithWhatItsEndHasMadeDue() {
        TopologyBuilder builder = TopologyBuilder.named("shuffled").defaultSerdes(STRING, STRING);
        closedWindows(builder)
                .groupBy((key, count) -> count)
                .count(Materialized.as("counts-of-counts"))
                .toStream()
                .mapValues(String::valueOf)
                .to("fired");
        try (TopologyTestDriver driver =
                driver(builder.build(), TopologySettings.defaults().withTrigger(Trigger.availableNow()))) {
            notes(driver)
                    .toPartition(0)
                    .pipeRecordList(List.of(
                            note("a", "x", 100), note("b", "x", 110), note("a", "x", 5_000), note("b", "x", 5_000)));
            driver.advanceEpoch();

            assertThat(fired(driver)).endsWith("0=1 2");
        }
    }

    private static TopologyTestDriver driver(TopologySettings settings) {
        TopologyBuilder builder = TopologyBuilder.named("shuffled").defaultSerdes(STRING, STRING);
        closedWindows(builder).to("fired");
        return driver(builder.build(), settings);
    }

    private static TopologyTestDriver driver(Topology topology, TopologySettings settings) {
        return TopologyTestDriver.builder(topology)
                .partitions(2)
                .settings(settings)
                .startingAt(START)
                .build();
    }

    private static KStream<String, String> closedWindows(TopologyBuilder builder) {
        return builder.<String, String>stream("notes")
                .repartition()
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(1)))
                .emitStrategy(EmitStrategy.onWindowClose())
                .count(Materialized.as("counts"))
                .toStream()
                .map((window, count) ->
                        new KeyValue<>(window.key(), window.window().start() + "=" + count));
    }
}
