package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.ErrorPhase;
import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.RecordFailedException;
import io.millrace.errors.RetryPolicy;
import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.FixedKeyProcessorContext;
import io.millrace.processor.FixedKeyRecord;
import io.millrace.processor.KeyValue;
import io.millrace.processor.Timer;
import io.millrace.runtime.DeadLetterHeaders;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.ErrorProgress;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.TimerState;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import io.millrace.topology.Produced;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.TimeWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How records are tried again: in order per key, with others passing, and nothing of the next epoch before them. */
class RetriesDriverTest {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final RetryPolicy POLICY =
            RetryPolicy.of(3).withDelays(FIRST, Duration.ofSeconds(10)).withJitter(0);
    private static final ErrorSettings RETRY =
            ErrorSettings.defaults().withPolicy(ErrorPolicy.retry(POLICY).then(ErrorPolicy.deadLetter()));

    /** How often each value is still to fail. */
    private final Map<String, Integer> failures = new HashMap<>();

    private int tries;

    @Test
    void aRecordIsTriedAgainAfterPausesThatDouble() {
        failures.put("flaky", 2);
        try (TopologyTestDriver driver = driver(checked(), RETRY)) {
            Words.input(driver).pipeInput("k", "flaky");
            assertThat(tries).isEqualTo(1);
            assertThat(driver.errors()).isEqualTo(new ErrorProgress(0, 0, 1, 1));
            driver.advanceWallClockTime(FIRST.minusMillis(1));
            assertThat(tries).isEqualTo(1);
            driver.advanceWallClockTime(Duration.ofMillis(1));
            assertThat(tries).isEqualTo(2);
            driver.advanceWallClockTime(FIRST.multipliedBy(2).minusMillis(1));
            assertThat(tries).isEqualTo(2);
            driver.advanceWallClockTime(Duration.ofMillis(1));

            assertThat(tries).isEqualTo(3);
            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("flaky");
            assertThat(driver.errors()).isEqualTo(new ErrorProgress(0, 0, 2, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorPhase.class)
    void recordsOfItsKeyWaitInOrderAndOthersDoNot(ErrorPhase phase) {
        failures.put("a1", 1);
        failures.put("a2", 1);
        try (TopologyTestDriver driver = driver(failingIn(phase), RETRY)) {
            for (String value : List.of("a1", "b1", "a2", "a3", "b2")) {
                Words.input(driver).pipeInput(value.substring(0, 1), value);
            }
            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("b1", "b2");
            assertThat(driver.errors().parked()).isEqualTo(3);

            driver.advanceWallClockTime(FIRST);
            Words.input(driver).pipeInput("a", "a4");
            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("a1");
            driver.advanceWallClockTime(FIRST);

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("a2", "a3", "a4");
            assertThat(driver.errors().parked()).isZero();
        }
    }

    @Test
    void withoutAKeyOnlyTheRecordItselfWaits() {
        failures.put("1", 1);
        try (TopologyTestDriver driver = driver(checked(), RETRY)) {
            Words.input(driver).pipeInput(null, "1");
            Words.input(driver).pipeInput(null, "2");
            driver.advanceWallClockTime(FIRST);

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("2", "1");
        }
    }

    @Test
    void whatFailsToTheLastBecomesWhatComesThen() {
        failures.put("bad", Integer.MAX_VALUE);
        try (TopologyTestDriver driver = driver(checked(), RETRY)) {
            Words.input(driver).pipeInput("k", "bad");
            Words.input(driver).pipeInput("k", "good");
            driver.advanceWallClockTime(FIRST);
            driver.advanceWallClockTime(FIRST.multipliedBy(2));
            assertThat(driver.deadLetters().isEmpty()).isTrue();
            driver.advanceWallClockTime(FIRST.multipliedBy(4));

            assertThat(tries).isEqualTo(5);
            assertThat(DeadLetterHeaders.number(
                            driver.deadLetters().readRecord().headers(), DeadLetterHeaders.ATTEMPTS))
                    .hasValue(4);
            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("good");
        }
    }

    @Test
    void whatFailsToTheLastFailsTheTopologyIfNothingElseIsSaid() {
        failures.put("bad", Integer.MAX_VALUE);
        ErrorSettings settings = ErrorSettings.defaults().withPolicy(ErrorPolicy.retry(POLICY.withMaxRetries(1)));
        try (TopologyTestDriver driver = driver(checked(), settings)) {
            Words.input(driver).pipeInput("k", "good");
            Words.input(driver).pipeInput("k", "bad");

            assertThatExceptionOfType(RecordFailedException.class)
                    .isThrownBy(() -> driver.advanceWallClockTime(FIRST))
                    .withMessageContaining("offset 1");
        }
    }

    @Test
    void aHandlerIsAskedForEachTry() {
        failures.put("bad", Integer.MAX_VALUE);
        ErrorSettings settings = ErrorSettings.defaults()
                .withHandler(error -> error.attempt() < 3 ? ErrorPolicy.retry(POLICY) : ErrorPolicy.skip());
        try (TopologyTestDriver driver = driver(checked(), settings)) {
            Words.input(driver).pipeInput("k", "bad");
            driver.advanceWallClockTime(FIRST);
            driver.advanceWallClockTime(FIRST.multipliedBy(2));

            assertThat(tries).isEqualTo(3);
            assertThat(driver.errors()).isEqualTo(new ErrorProgress(1, 0, 2, 0));
        }
    }

    @Test
    void anEpochEndsBehindTheRecordsThatWaitInIt() {
        failures.put("flaky", 1);
        try (TopologyTestDriver driver = driver(counting(), RETRY)) {
            Words.input(driver).pipeInput("a", "flaky");
            Words.input(driver).pipeInput("b", "x");
            driver.advanceEpoch();

            assertThat(driver.lastEpoch().orElseThrow().errors().retries()).isEqualTo(1);
            assertThat(driver.errors().parked()).isZero();
            driver.crash();
            driver.restart();
            assertThat(driver.<String, Long>store("counts").get("a")).isEqualTo(1L);
        }
    }

    @Test
    void aBarrierThatIsDueIsPutOffWhileRecordsWait() {
        failures.put("bad", Integer.MAX_VALUE);
        TopologySettings settings = TopologySettings.defaults()
                .withTrigger(Trigger.realTime(Duration.ofSeconds(1)))
                .withErrors(ErrorSettings.defaults()
                        .withPolicy(ErrorPolicy.retry(POLICY.withMaxRetries(RetryPolicy.UNLIMITED))));
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(checked()).settings(settings).build()) {
            Words.input(driver).pipeInput("a", "bad");
            for (int seconds = 0; seconds < 9; seconds++) {
                driver.advanceWallClockTime(Duration.ofSeconds(1));
                Words.input(driver).pipeInput("b", "x");
            }

            assertThat(Words.output(driver, "upper").readValuesToList()).hasSize(9);
            assertThat(driver.lastEpoch()).isEmpty();

            driver.advanceWallClockTime(Duration.ofSeconds(3));
            Words.input(driver).pipeInput("b", "waits behind the barrier");
            assertThat(Words.output(driver, "upper").isEmpty()).isTrue();
            failures.put("bad", 0);
            driver.advanceWallClockTime(Duration.ofSeconds(10));

            assertThat(Words.output(driver, "upper").readValuesToList())
                    .containsExactly("bad", "waits behind the barrier");
            assertThat(driver.lastEpoch()).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void aCrashAmidARetryLosesAndCountsNothingTwice(Delivery delivery) {
        failures.put("flaky", 3);
        TopologySettings settings =
                TopologySettings.defaults().withDelivery(delivery).withErrors(RETRY);
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(counting()).settings(settings).build()) {
            Words.input(driver).pipeInput("a", "x");
            driver.advanceEpoch();
            Words.input(driver).pipeInput("a", "flaky");
            Words.input(driver).pipeInput("a", "y");
            driver.advanceWallClockTime(FIRST);
            driver.crash();
            driver.restart();
            driver.advanceWallClockTime(FIRST);
            driver.advanceEpoch();

            assertThat(driver.<String, Long>store("counts").get("a")).isEqualTo(3L);
        }
    }

    @Test
    void aCrashInTheCommitBehindARetryCountsNothingTwice() {
        for (CrashPoint point : CrashPoint.values()) {
            failures.put("flaky", 1);
            try (TopologyTestDriver driver = driver(counting(), RETRY)) {
                Words.input(driver).pipeInput("a", "flaky");
                Words.input(driver).pipeInput("a", "y");
                driver.crashAt(point);
                driver.advanceEpoch();
                driver.restart();
                driver.advanceEpoch();

                assertThat(driver.<String, Long>store("counts").get("a"))
                        .as("after a crash at %s", point)
                        .isEqualTo(2L);
            }
        }
    }

    @Test
    void aRevokedPartitionIsFinishedFirst() {
        failures.put("flaky", 2);
        try (TopologyTestDriver driver = TopologyTestDriver.builder(counting())
                .settings(TopologySettings.defaults().withErrors(RETRY))
                .partitions(2)
                .build()) {
            Words.input(driver).toPartition(0).pipeInput("a", "flaky");
            driver.revoke("words", 0);

            assertThat(driver.errors().parked()).isZero();
            driver.giveBack("words", 0);
            assertThat(driver.<String, Long>store("counts").get("a")).isEqualTo(1L);
        }
    }

    @Test
    void recordsOfAPartitionThatTookTooLongToGiveUpAreForgottenAndComeAgain() {
        failures.put("bad", Integer.MAX_VALUE);
        TopologySettings settings = TopologySettings.defaults()
                .withDrainTimeout(Duration.ofSeconds(1))
                .withErrors(ErrorSettings.defaults()
                        .withPolicy(ErrorPolicy.retry(POLICY.withMaxRetries(RetryPolicy.UNLIMITED))));
        try (TopologyTestDriver driver = TopologyTestDriver.builder(counting())
                .settings(settings)
                .partitions(2)
                .build()) {
            Words.input(driver).toPartition(0).pipeInput("a", "bad");
            Words.input(driver).toPartition(1).pipeInput("b", "x");
            driver.revoke("words", 0);
            assertThat(driver.errors().parked()).isZero();
            Words.input(driver).toPartition(1).pipeInput("b", "y");
            assertThat(driver.<String, Long>store("counts").get("b")).isEqualTo(2L);
            failures.put("bad", 0);
            driver.giveBack("words", 0);

            assertThat(driver.<String, Long>store("counts").get("a")).isEqualTo(1L);
        }
    }

    @Test
    void whoWaitsBehindARecordThatIsForgottenBeginsAnewAndAtOnce() {
        failures.put("bad", Integer.MAX_VALUE);
        failures.put("worse", Integer.MAX_VALUE);
        RetryPolicy once = RetryPolicy.of(1).withDelays(Duration.ofHours(1), Duration.ofHours(1));
        TopologySettings settings = TopologySettings.defaults()
                .withDrainTimeout(Duration.ofSeconds(1))
                .withErrors(ErrorSettings.defaults()
                        .withPolicy(ErrorPolicy.retry(once).then(ErrorPolicy.deadLetter())));
        try (TopologyTestDriver driver = TopologyTestDriver.builder(checked())
                .settings(settings)
                .partitions(2)
                .build()) {
            Words.input(driver).toPartition(0).pipeInput("a", "bad");
            Words.input(driver).toPartition(1).pipeInput("a", "good");
            Words.input(driver).toPartition(1).pipeInput("a", "worse");
            assertThat(values(driver)).isEmpty();

            driver.revoke("words", 0);
            driver.advanceWallClockTime(Duration.ofMillis(1));

            assertThat(values(driver)).containsExactly("good");
            assertThat(driver.errors().retries())
                    .as("the next one has a retry of its own")
                    .isEqualTo(2);
            driver.advanceWallClockTime(Duration.ofHours(1)); // nobody has to wait for it at the end
        }
    }

    @Test
    void eventTimeStandsStillSoThatARecordIsNotLateWhenItGoesOn() {
        failures.put("flaky", 1);
        for (boolean laterStage : new boolean[] {false, true}) {
            failures.put("flaky", 1);
            try (TopologyTestDriver driver = driver(windows(laterStage), RETRY)) {
                pipe(driver, "a", "flaky", 0);
                pipe(driver, "b", "x", 600);
                pipe(driver, "b", "x", 700);
                driver.advanceWallClockTime(FIRST);
                pipe(driver, "c", "x", 5);

                assertThat(Words.output(driver, "late").readKeyValuesToList())
                        .extracting(late -> late.key())
                        .containsExactly("c");
                assertThat(driver.createOutputTopic(
                                        "counts",
                                        Serdes.String().deserializer(),
                                        Serdes.Long().deserializer())
                                .readKeyValuesToList())
                        .extracting(count -> count.key())
                        .contains("a@0");
            }
        }
    }

    @Test
    void whatATimerGaveRiseToIsNotLateInItsStageThoughOthersFireMeanwhile() {
        failures.put("timer of a", 1);
        StoreDefinition<TimerState<String>> timers = Stores.timers("timers");
        Topology topology = topology(stream -> stream.processValues(() -> new Reminding(timers), timers)
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(10)))
                .onLate(late -> late.to("late"))
                .count()
                .toStream()
                .map((window, count) -> KeyValue.pair(window.key(), "counted"))
                .to("upper"));
        try (TopologyTestDriver driver = driver(topology, RETRY)) {
            pipe(driver, "a", "set 6", 5);
            pipe(driver, "b", "set 51", 5);
            pipe(driver, "c", "x", 600);
            driver.advanceWallClockTime(FIRST);

            assertThat(Words.output(driver, "late").readKeyValuesToList()).isEmpty();
            assertThat(Words.output(driver, "upper").readKeyValuesToList())
                    .extracting(KeyValue::key)
                    .contains("a", "b");
        }
    }

    @Test
    void withNoRoomForMoreNothingNewIsTaken() {
        failures.put("1", 1);
        failures.put("2", 1);
        try (TopologyTestDriver driver = driver(checked(), RETRY.withMaxParked(2))) {
            Words.input(driver).pipeInput("a", "1");
            Words.input(driver).pipeInput("b", "2");
            Words.input(driver).pipeInput("c", "3");
            assertThat(Words.output(driver, "upper").isEmpty()).isTrue();

            driver.advanceWallClockTime(FIRST);

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("1", "2", "3");
        }
    }

    @Test
    void aTimerThatFailsIsFiredAgainBeforeWhatItsKeyGetsThen() {
        failures.put("timer of a", 1);
        try (TopologyTestDriver driver = driver(timers(), RETRY)) {
            pipe(driver, "a", "set 1", 0);
            pipe(driver, "b", "x", 60);
            pipe(driver, "a", "later", 61);
            assertThat(values(driver)).containsExactly("b:x");
            driver.advanceWallClockTime(FIRST);

            assertThat(values(driver)).containsExactly("timer of a", "a:later");
        }
    }

    @Test
    void aTimerThatFailsForGoodIsADeadLetterWithoutARecord() {
        failures.put("timer of a", Integer.MAX_VALUE);
        try (TopologyTestDriver driver =
                driver(timers(), ErrorSettings.defaults().withPolicy(ErrorPolicy.deadLetter()))) {
            pipe(driver, "a", "set 1", 0);
            pipe(driver, "b", "x", 60);

            TestRecord<byte[], byte[]> letter = driver.deadLetters().readRecord();
            assertThat(letter.key()).isEqualTo(new byte[] {'a'});
            assertThat(letter.value()).isNull();
            assertThat(DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.ORIGINAL_TOPIC))
                    .isEmpty();
            assertThat(DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.NODE))
                    .contains("remind");
        }
    }

    @Test
    void aStopWaitsForTheRecordsThatWait() {
        failures.put("flaky", 2);
        TopologyTestDriver driver = driver(checked(), RETRY);
        Words.input(driver).pipeInput("a", "flaky");

        driver.close();

        assertThat(tries).isEqualTo(3);
    }

    private static List<String> values(TopologyTestDriver driver) {
        return Words.output(driver, "upper").readValuesToList();
    }

    private String check(String value) {
        tries++;
        int left = failures.getOrDefault(value, 0);
        if (left > 0) {
            failures.put(value, left - 1);
            throw new IllegalStateException("not yet");
        }
        return value;
    }

    private Topology checked() {
        return topology(stream -> stream.mapValues(this::check).to("upper"));
    }

    private Topology failingIn(ErrorPhase phase) {
        Serde<String> strings = Serdes.String();
        Serde<String> failing = Serdes.serdeFrom(
                (topic, value) ->
                        strings.serializer().serialize(topic, phase == ErrorPhase.PRODUCTION ? check(value) : value),
                (topic, bytes) -> {
                    String value = strings.deserializer().deserialize(topic, bytes);
                    return phase == ErrorPhase.DESERIALIZATION ? check(value) : value;
                });
        TopologyBuilder builder = TopologyBuilder.named("words").defaultSerdes(strings, failing);
        builder.<String, String>stream("words")
                .mapValues(value -> phase == ErrorPhase.PROCESSING ? check(value) : value)
                .to("upper");
        return builder.build();
    }

    private Topology counting() {
        return topology(stream -> stream.mapValues(this::check)
                .groupByKey()
                .count(Materialized.as("counts"))
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long())));
    }

    private Topology windows(boolean laterStage) {
        return topology(stream -> {
            KStream<String, String> checked = stream.mapValues(this::check);
            (laterStage ? checked.stage("later", 2) : checked)
                    .groupByKey()
                    .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMinutes(1)))
                    .onLate(late -> late.to("late"))
                    .count()
                    .toStream()
                    .selectKey((window, count) ->
                            window.key() + "@" + window.window().start() / 1_000)
                    .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        });
    }

    private Topology timers() {
        StoreDefinition<TimerState<String>> timers = Stores.timers("timers");
        return topology(stream -> stream.processValues(() -> new Reminding(timers), Named.as("remind"), timers)
                .to("upper"));
    }

    /** Sets a timer to second 7 at {@code set 7}, and tells all else. */
    private final class Reminding implements FixedKeyProcessor<String, String, String> {
        private final StoreDefinition<TimerState<String>> definition;
        private @Nullable FixedKeyProcessorContext<String, String> context;
        private @Nullable TimerState<String> timers;

        Reminding(StoreDefinition<TimerState<String>> definition) {
            this.definition = definition;
        }

        @Override
        public void init(FixedKeyProcessorContext<String, String> newContext) {
            context = newContext;
            timers = newContext.getStateStore(definition);
        }

        @Override
        public void process(FixedKeyRecord<String, String> record) {
            if (record.value().startsWith("set ")) {
                long at = Long.parseLong(record.value().substring("set ".length()));
                Objects.requireNonNull(timers).atEventTime("t", at * 1_000);
            } else {
                Objects.requireNonNull(context).forward(record.withValue(record.key() + ":" + record.value()));
            }
        }

        @Override
        public void onTimer(Timer<String> timer, FixedKeyRecord<String, @Nullable Void> record) {
            Objects.requireNonNull(context).forward(record.withValue(check("timer of " + timer.key())));
        }
    }

    private static Topology topology(Consumer<KStream<String, String>> definition) {
        TopologyBuilder builder = Words.builder();
        definition.accept(builder.stream("words", Words.strings()));
        return builder.build();
    }

    private static void pipe(TopologyTestDriver driver, String key, String value, long seconds) {
        Words.input(driver)
                .pipeInput(new TestRecord<>(
                        key, value, new RecordHeaders(), Instant.ofEpochSecond(seconds), OptionalInt.of(0)));
    }

    private static TopologyTestDriver driver(Topology topology, ErrorSettings errors) {
        return TopologyTestDriver.builder(topology)
                .settings(TopologySettings.defaults().withErrors(errors))
                .build();
    }
}
