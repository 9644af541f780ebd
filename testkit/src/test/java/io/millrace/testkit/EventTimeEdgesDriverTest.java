package io.millrace.testkit;

import static io.millrace.testkit.Reminders.STRING;
import static io.millrace.testkit.Reminders.fired;
import static io.millrace.testkit.Reminders.note;
import static io.millrace.testkit.Reminders.notes;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.FixedKeyProcessorContext;
import io.millrace.processor.FixedKeyRecord;
import io.millrace.processor.KeyValue;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.Materialized;
import io.millrace.topology.Consumed;
import io.millrace.topology.Deduplicated;
import io.millrace.topology.KStream;
import io.millrace.topology.StreamJoined;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.EmitStrategy;
import io.millrace.window.JoinWindows;
import io.millrace.window.TimeWindows;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeEdgesDriverTest {

    private static final Duration FOR_EVER = ChronoUnit.FOREVER.getDuration();

    @Test
    void aRowThatLeavesAJoinTooLateForTheWindowBehindIsLate() {
        TopologyBuilder builder = builder();
        KStream<String, String> views = builder.stream("views");
        KStream<String, String> joined = builder.<String, String>stream("notes")
                .leftJoin(
                        views,
                        (note, view) -> note + view,
                        JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(100)),
                        StreamJoined.as("join"));
        counted(joined).to("fired");
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            notes(driver).pipeRecordList(List.of(note("a", "x", 1_000), note("a", "y", 2_000)));
            driver.createInputTopic("views", STRING.serializer(), STRING.serializer())
                    .pipeRecordList(List.of(note("b", "z", 2_000)));
            driver.advanceEpoch();

            assertThat(fired(driver)).isEmpty();
        }
    }

    @Test
    void aTimerMayGiveARecordWithoutAValueToAnAggregation() {
        TopologyBuilder builder = builder();
        KStream<String, String> views = builder.stream("views");
        KStream<String, @Nullable String> joined = builder.<String, String>stream("notes")
                .leftJoin(
                        views,
                        (note, view) -> view,
                        JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(100)),
                        StreamJoined.as("join"));
        joined.groupByKey()
                .count(Materialized.as("counts"))
                .toStream()
                .mapValues(String::valueOf)
                .to("fired");
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            notes(driver).pipeRecordList(List.of(note("a", "x", 1_000), note("a", "y", 2_000)));
            driver.createInputTopic("views", STRING.serializer(), STRING.serializer())
                    .pipeRecordList(List.of(note("b", "z", 2_000)));
            driver.advanceEpoch();

            assertThat(fired(driver)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE})
    void aTimeThatNobodyLivesInNeitherHangsNorHurtsOthers(long timestamp) {
        TopologyBuilder builder = builder();
        counted(builder.<String, String>stream("notes").processValues(() -> new Stamping(timestamp)))
                .to("fired");
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            notes(driver).pipeRecordList(List.of(note("a", "odd", 1_000), note("a", "x", 1_001)));
            driver.advanceEpoch();

            assertThat(fired(driver)).contains("a 1000=1");
        }
    }

    @Test
    void whatIsForEverIsNoMistake() {
        TopologyBuilder builder = builder();
        builder.stream(
                        "notes",
                        Consumed.with(STRING, STRING)
                                .idleAfter(FOR_EVER)
                                .maxFuture(FOR_EVER)
                                .advancingWhenIdle(FOR_EVER))
                .deduplicate((key, note) -> note, FOR_EVER, Deduplicated.as("once"))
                .to("fired");
        Topology topology = builder.build();
        try (TopologyTestDriver driver = TopologyTestDriver.builder(topology)
                .settings(TopologySettings.defaults().withTrigger(Trigger.processingTime(Duration.ofSeconds(1))))
                .build()) {
            notes(driver).pipeRecordList(List.of(note("a", "x", 1_000), note("a", "x", 9_000_000)));
            driver.advanceEpoch();

            assertThat(fired(driver)).containsExactly("a x");
        }
        assertThat(JoinWindows.ofTimeDifferenceAndGrace(FOR_EVER, FOR_EVER).size())
                .isPositive();
    }

    private static TopologyBuilder builder() {
        return TopologyBuilder.named("edges").defaultSerdes(STRING, STRING);
    }

    private static KStream<String, String> counted(KStream<String, String> stream) {
        return stream.groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .emitStrategy(EmitStrategy.onWindowUpdate())
                .count(Materialized.as("counts"))
                .toStream()
                .map((window, count) ->
                        new KeyValue<>(window.key(), window.window().start() + "=" + count));
    }

    /** Gives records with the value {@code odd} another time. */
    private static final class Stamping implements FixedKeyProcessor<String, String, String> {
        private final long timestamp;
        private @Nullable FixedKeyProcessorContext<String, String> context;

        Stamping(long timestamp) {
            this.timestamp = timestamp;
        }

        @Override
        public void init(FixedKeyProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(FixedKeyRecord<String, String> record) {
            Objects.requireNonNull(context, "init comes first")
                    .forward(record.value().equals("odd") ? record.withTimestamp(timestamp) : record);
        }
    }
}
