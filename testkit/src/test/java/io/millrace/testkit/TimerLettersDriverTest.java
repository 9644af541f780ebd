package io.millrace.testkit;

import static io.millrace.testkit.Reminders.STRING;
import static io.millrace.testkit.Reminders.note;
import static io.millrace.testkit.Reminders.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.WorkerFailedException;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.runtime.DeadLetterHeaders;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.sink.SinkEffect;
import io.millrace.topology.Async;
import io.millrace.topology.Batched;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.EmitStrategy;
import io.millrace.window.TimeWindows;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The dead letters of what no record gave rise to, wherever it is refused: they name no other record. */
class TimerLettersDriverTest {

    private static final ErrorSettings DEAD_LETTERS = ErrorSettings.defaults().withPolicy(ErrorPolicy.deadLetter());

    /** Refuses what timer {@code x} gives rise to. */
    private enum Refusal {
        IN_THE_TIMERS_STAGE(
                stream -> stream.mapValues(TimerLettersDriverTest::check).to("fired")),
        IN_A_LATER_STAGE(stream -> stream.stage("later", 2)
                .mapValues(TimerLettersDriverTest::check)
                .to("fired")),
        BY_A_CALL(stream -> stream.mapAsync(
                        (key, value) -> CompletableFuture.completedFuture(check(value)), Async.orderedByKey())
                .to("fired")),
        BY_THE_OUTPUTS_SERDE(stream -> stream.stage("later", 1).to("fired", Produced.with(STRING, checked()))),
        BY_A_SINK_ELSEWHERE(stream -> stream.to(refusing(), Batched.as("table").withSize(3)));

        private final Consumer<KStream<String, String>> definition;

        Refusal(Consumer<KStream<String, String>> definition) {
            this.definition = definition;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatATimerGaveRiseToIsALetterOfItsKeyAndOfNoRecord(Refusal refusal) {
        try (TopologyTestDriver driver = driver(reminding(refusal.definition), DEAD_LETTERS)) {
            notes(driver).pipeRecordList(List.of(note("a", "e x 500", 100), note("b", "-", 600)));
            driver.advanceEpoch();

            TestRecord<byte[], byte[]> letter = driver.deadLetters().readRecord();
            assertThat(letter.key()).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
            assertThat(letter.value()).isNull();
            Headers headers = letter.headers();
            assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.WITHOUT_RECORD))
                    .contains("a timer");
            assertThat(headers.lastHeader(DeadLetterHeaders.ORIGINAL_TOPIC)).isNull();
            assertThat(headers.lastHeader(DeadLetterHeaders.ORIGINAL_OFFSET)).isNull();
            assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.TOPOLOGY))
                    .contains("reminders");
            assertThat(headers.lastHeader(DeadLetterHeaders.STAGE)).isNotNull();
            assertThat(headers.lastHeader(DeadLetterHeaders.NODE)).isNotNull();
            assertThat(driver.deadLetters().isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailureBlamesNoOtherRecord(Refusal refusal) {
        TopologyTestDriver driver = driver(reminding(refusal.definition), ErrorSettings.defaults());
        assertThatExceptionOfType(WorkerFailedException.class)
                .isThrownBy(() -> {
                    notes(driver).pipeRecordList(List.of(note("a", "e x 500", 100), note("b", "-", 600)));
                    driver.advanceEpoch();
                })
                .withMessageContaining("of a timer");
        driver.close();
    }

    @Test
    void aToldEntryIsALetterOfItsKeyToo() {
        TopologyBuilder builder = TopologyBuilder.named("reminders").defaultSerdes(STRING, STRING);
        builder.<String, String>stream("notes")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMinutes(1)))
                .emitStrategy(EmitStrategy.completeTable())
                .count()
                .toStream()
                .stage("later", 1)
                .foreach((window, count) -> check("x"));
        try (TopologyTestDriver driver = TopologyTestDriver.builder(builder.build())
                .settings(TopologySettings.defaults()
                        .withTrigger(Trigger.processingTime(Duration.ofSeconds(10)))
                        .withErrors(DEAD_LETTERS))
                .build()) {
            notes(driver).pipeRecordList(List.of(note("a", "-", 100)));
            driver.advanceEpoch();

            TestRecord<byte[], byte[]> letter = driver.deadLetters().readRecord();
            assertThat(letter.key()).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
            assertThat(DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.WITHOUT_RECORD))
                    .contains("a told table");
            assertThat(letter.headers().lastHeader(DeadLetterHeaders.ORIGINAL_TOPIC))
                    .isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_THE_TIMERS_STAGE", "IN_A_LATER_STAGE"})
    void nobodyIsToldOfARecordThatItCameFrom(Refusal stage) {
        Topology topology = reminding(stream -> (stage == Refusal.IN_A_LATER_STAGE ? stream.stage("later", 1) : stream)
                .process(Asking::new)
                .to("fired"));
        try (TopologyTestDriver driver = driver(topology, ErrorSettings.defaults())) {
            notes(driver).pipeRecordList(List.of(note("a", "e x 500", 100), note("b", "-", 600)));

            assertThat(Reminders.fired(driver)).singleElement().asString().contains("came from nowhere");
        }
    }

    /** Says where its records came from. */
    private static final class Asking implements Processor<String, String, String, String> {
        private @Nullable ProcessorContext<String, String> context;

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(Record<String, String> record) {
            ProcessorContext<String, String> known = Objects.requireNonNull(context);
            String answer;
            try {
                answer = known.recordMetadata().toString();
            } catch (IllegalStateException e) {
                answer = String.valueOf(e.getMessage());
            }
            known.forward(record.withValue(answer));
        }
    }

    private static Topology reminding(Consumer<KStream<String, String>> definition) {
        TopologyBuilder builder = TopologyBuilder.named("reminders").defaultSerdes(STRING, STRING);
        definition.accept(builder.stream("notes", Consumed.with(STRING, STRING))
                .process(Reminders.Reminder::new, Reminders.TIMERS));
        return builder.build();
    }

    private static String check(String value) {
        if (value.startsWith("x")) {
            throw new IllegalArgumentException("refused");
        }
        return value;
    }

    private static Serde<String> checked() {
        return Serdes.serdeFrom(
                (topic, value) -> STRING.serializer().serialize(topic, check(value)), STRING.deserializer());
    }

    private static MemorySink refusing() {
        MemorySink sink = new MemorySink(SinkEffect.AT_LEAST_ONCE);
        sink.refused = Set.of("x@500");
        return sink;
    }

    private static TopologyTestDriver driver(Topology topology, ErrorSettings errors) {
        return TopologyTestDriver.builder(topology)
                .settings(TopologySettings.defaults().withErrors(errors))
                .startingAt(Reminders.START)
                .build();
    }
}
