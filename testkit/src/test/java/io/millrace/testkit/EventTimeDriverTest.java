package io.millrace.testkit;

import static io.millrace.testkit.Reminders.START;
import static io.millrace.testkit.Reminders.STRING;
import static io.millrace.testkit.Reminders.fired;
import static io.millrace.testkit.Reminders.note;
import static io.millrace.testkit.Reminders.notes;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.FixedKeyProcessorContext;
import io.millrace.processor.FixedKeyRecord;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.Timer;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.state.TimerState;
import io.millrace.state.ValueState;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventTimeDriverTest {

    private static final StoreDefinition<TimerState<String>> TIMERS = Stores.timers("timers");
    private static final StoreDefinition<ValueState<Long>> ENDS = Stores.value("ends", Serdes.Long());
    private static final StoreDefinition<TimerState<String>> ENDING = Stores.timersOf(ENDS, end -> end);

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void timersOfValuesAreMadeAnewAfterARestart(StoreType type) {
        TopologySettings settings = TopologySettings.defaults()
                .withDelivery(Delivery.EXACTLY_ONCE)
                .withState(StateSettings.defaults().withStoreType(type));
        try (TopologyTestDriver driver = driver(
                topology(Consumed.with(STRING, STRING), stream -> stream.processValues(Ends::new, ENDS, ENDING)
                        .to("fired")),
                settings)) {
            for (int key = 0; key < 3_000; key++) {
                notes(driver).pipeRecordList(List.of(note("k" + key, String.valueOf(1_000 + key), 100)));
            }
            driver.advanceEpoch();
            driver.crash();
            driver.restart();
            notes(driver).pipeRecordList(List.of(note("k7", "9000", 200), note("other", "8000", 3_999)));
            driver.advanceEpoch();

            assertThat(fired(driver)).hasSize(2_999).contains("k0 ended@1000").doesNotContain("k7 ended@1007");
            notes(driver).pipeRecordList(List.of(note("other", "20000", 10_000)));
            driver.advanceEpoch();
            assertThat(fired(driver)).containsExactly("k7 ended@9000");
        }
    }

    @Test
    void timeDoesNotGoBackAtARestartThoughTheSlowPartitionWasIdle() {
        TopologySettings local = TopologySettings.defaults().withShuffle(ShuffleMode.LOCAL);
        Topology topology = topology(
                Consumed.with(STRING, STRING),
                stream -> stream.repartition().process(Watermarks::new, TIMERS).to("fired"));
        try (TopologyTestDriver driver = driver(topology, local)) {
            notes(driver).toPartition(1).pipeRecordList(List.of(note("a", "-", 10)));
            driver.advanceWallClockTime(Duration.ofSeconds(31));
            notes(driver).toPartition(0).pipeRecordList(List.of(note("a", "-", 5_000), note("a", "-", 5_001)));
            assertThat(fired(driver)).last().isEqualTo("a 5001");
            driver.advanceEpoch();
            driver.restart();

            notes(driver).toPartition(0).pipeRecordList(List.of(note("a", "-", 100)));

            assertThat(fired(driver)).containsExactly("a 5001");
        }
    }

    @Test
    void inBatchesAnIdlePartitionHoldsTimeUpToTheEndOfTheBatch() {
        TopologySettings batches = TopologySettings.defaults()
                .withShuffle(ShuffleMode.LOCAL)
                .withTrigger(Trigger.processingTime(Duration.ofMinutes(1)));
        Topology topology = topology(Consumed.with(STRING, STRING), stream -> stream.repartition()
                .process(Reminders.Reminder::new, Reminders.TIMERS)
                .to("fired"));
        try (TopologyTestDriver driver = driver(topology, batches)) {
            notes(driver).toPartition(0).pipeRecordList(List.of(note("a", "e x 500", 100)));
            notes(driver).toPartition(1).pipeRecordList(List.of(note("b", "-", 200)));
            driver.advanceEpoch();
            assertThat(fired(driver)).isEmpty();

            notes(driver).toPartition(0).pipeRecordList(List.of(note("a", "-", 600), note("a", "e y 700", 600)));
            notes(driver).toPartition(1).pipeRecordList(List.of(note("b", "e z 650", 300)));
            driver.advanceWallClockTime(Duration.ofMinutes(1));
            assertThat(fired(driver)).as("partition 1 is at 300").isEmpty();

            notes(driver).toPartition(0).pipeRecordList(List.of(note("a", "-", 660)));
            driver.advanceWallClockTime(Duration.ofMinutes(1));
            assertThat(fired(driver))
                    .as("partition 1 brought nothing in this batch")
                    .containsExactly("a x@500", "b z@650");
        }
    }

    @Test
    void whatATimerGivesRiseToIsNotLateForTheNodesBehind() {
        Topology topology =
                topology(Consumed.with(STRING, STRING), stream -> stream.processValues(Ends::new, ENDS, ENDING)
                        .process(Watermarks::new, TIMERS)
                        .to("fired"));
        try (TopologyTestDriver driver = driver(topology, TopologySettings.defaults())) {
            notes(driver)
                    .pipeRecordList(List.of(note("a", "500", 100), note("b", "600", 100), note("c", "9000", 2_000)));

            assertThat(fired(driver)).containsExactly("a 499", "b 599");
        }
    }

    @Test
    void theSameHoldsForTheStagesBehind() {
        Topology topology =
                topology(Consumed.with(STRING, STRING), stream -> stream.processValues(Ends::new, ENDS, ENDING)
                        .stage("second", 2)
                        .process(Watermarks::new, TIMERS)
                        .to("fired"));
        try (TopologyTestDriver driver = driver(topology, TopologySettings.defaults())) {
            notes(driver)
                    .pipeRecordList(List.of(note("a", "500", 100), note("b", "600", 100), note("c", "9000", 2_000)));

            assertThat(fired(driver)).containsExactlyInAnyOrder("a 499", "b 599");
        }
    }

    @Test
    void aTimerComesFromNoRecord() {
        Topology topology =
                topology(Consumed.with(STRING, STRING), stream -> stream.process(AskingForMetadata::new, TIMERS)
                        .to("fired"));
        try (TopologyTestDriver driver = driver(topology, TopologySettings.defaults())) {
            notes(driver).pipeRecordList(List.of(note("a", "-", 100), note("b", "-", 200)));

            assertThat(fired(driver)).first().asString().startsWith("a A timer fires");
        }
    }

    private static Topology topology(Consumed<String, String> consumed, Consumer<KStream<String, String>> definition) {
        TopologyBuilder builder = TopologyBuilder.named("event-time").defaultSerdes(STRING, STRING);
        definition.accept(builder.stream("notes", consumed));
        return builder.build();
    }

    private static TopologyTestDriver driver(Topology topology, TopologySettings settings) {
        return TopologyTestDriver.builder(topology)
                .partitions(settings.shuffle() == ShuffleMode.LOCAL ? 2 : 1)
                .settings(settings)
                .startingAt(START)
                .build();
    }

    /** Keeps when a key ends, which its last record says, and tells when it has. */
    private static final class Ends implements FixedKeyProcessor<String, String, String> {
        private @Nullable FixedKeyProcessorContext<String, String> context;

        @Override
        public void init(FixedKeyProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(FixedKeyRecord<String, String> record) {
            FixedKeyProcessorContext<String, String> known = Objects.requireNonNull(context);
            long end = Long.parseLong(record.value());
            known.getStateStore(ENDS).set(end);
            known.getStateStore(ENDING).atEventTime(TimerState.UNNAMED, end);
        }

        @Override
        public void onTimer(Timer<String> timer, FixedKeyRecord<String, @Nullable Void> record) {
            FixedKeyProcessorContext<String, String> known = Objects.requireNonNull(context);
            if (Objects.equals(known.getStateStore(ENDS).get(), timer.timestamp())) {
                known.getStateStore(ENDS).clear();
                known.forward(record.withValue("ended@" + timer.timestamp()));
            }
        }
    }

    /** Says for each record what the watermark is. */
    private static final class Watermarks implements Processor<String, String, String, String> {
        private @Nullable ProcessorContext<String, String> context;

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(Record<String, String> record) {
            ProcessorContext<String, String> known = Objects.requireNonNull(context);
            known.forward(record.withValue(String.valueOf(known.currentWatermarkMs())));
        }
    }

    /** Asks for the place of its record when a timer fires. */
    private static final class AskingForMetadata implements Processor<String, String, String, String> {
        private @Nullable ProcessorContext<String, String> context;

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(Record<String, String> record) {
            Objects.requireNonNull(context).getStateStore(TIMERS).atEventTime("x", record.timestamp() + 50);
        }

        @Override
        public void onTimer(Timer<String> timer) {
            ProcessorContext<String, String> known = Objects.requireNonNull(context);
            String answer;
            try {
                answer = known.recordMetadata().toString();
            } catch (IllegalStateException e) {
                answer = String.valueOf(e.getMessage());
            }
            known.forward(new Record<>(timer.key(), answer, timer.timestamp(), new RecordHeaders()));
        }
    }
}
