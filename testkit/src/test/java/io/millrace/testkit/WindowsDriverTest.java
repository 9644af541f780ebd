package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.Delivery;
import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.Materialized;
import io.millrace.state.StoreType;
import io.millrace.topology.Consumed;
import io.millrace.topology.Grouped;
import io.millrace.topology.KGroupedStream;
import io.millrace.topology.TimeWindowedKStream;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.EmitStrategy;
import io.millrace.window.SessionWindows;
import io.millrace.window.SlidingWindows;
import io.millrace.window.TimeWindows;
import io.millrace.window.Windowed;
import io.millrace.window.WindowedSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Windows in a whole topology: with its watermarks, timers, checkpoints and crashes. */
class WindowsDriverTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant START = Instant.parse("2025-12-31T00:00:00Z");
    private static final TimeWindows MINUTES = TimeWindows.ofSizeWithNoGrace(MINUTE);

    @Test
    void eachRecordUpdatesItsWindow() {
        try (TopologyTestDriver driver = new TopologyTestDriver(counts(MINUTES, windows -> windows))) {
            pipe(driver, "a", 0);
            pipe(driver, "a", 59);
            pipe(driver, "a", 60);

            assertThat(counts(driver)).containsExactly("a@0=1", "a@0=2", "a@60=1");
        }
    }

    @Test
    void aWindowIsToldOnceWhenTimeHasPassedIt() {
        try (TopologyTestDriver driver = new TopologyTestDriver(finalCounts())) {
            pipe(driver, "a", 0);
            pipe(driver, "a", 59);
            assertThat(counts(driver)).isEmpty();

            pipe(driver, "b", 60);

            assertThat(counts(driver)).containsExactly("a@0=2");
        }
    }

    @Test
    void aWindowIsClosedByTheWallClockWhereTimeFollowsIt() {
        Topology topology = counts(
                MINUTES,
                windows -> windows.emitStrategy(EmitStrategy.onWindowClose()),
                Consumed.with(Serdes.String(), Serdes.String()).advancingWhenIdle(Duration.ofSeconds(10)));
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(topology).startingAt(START).build()) {
            pipe(driver, "a", 0);
            driver.advanceWallClockTime(Duration.ofSeconds(59));
            assertThat(counts(driver)).isEmpty();

            driver.advanceWallClockTime(Duration.ofSeconds(12));

            assertThat(counts(driver)).containsExactly("a@0=1");
        }
    }

    @Test
    void lateRecordsAreAStreamAndCounted() {
        Topology topology = counts(MINUTES, windows -> windows.onLate(late -> late.to("late")));
        try (TopologyTestDriver driver = new TopologyTestDriver(topology)) {
            pipe(driver, "a", 60);
            pipe(driver, "b", 59);
            driver.advanceEpoch();

            assertThat(Words.output(driver, "late").readKeyValuesToList())
                    .extracting(record -> record.key())
                    .containsExactly("b");
            assertThat(counts(driver)).containsExactly("a@60=1");
            assertThat(driver.lastEpoch())
                    .get()
                    .extracting(EpochProgress::eventTime)
                    .extracting(time -> time.lateRecords())
                    .isEqualTo(1L);
        }
    }

    @Test
    void earlyResultsComeByTheWallClock() {
        Topology topology =
                counts(MINUTES, windows -> windows.emitStrategy(EmitStrategy.every(Duration.ofSeconds(10))));
        try (TopologyTestDriver driver = new TopologyTestDriver(topology)) {
            pipe(driver, "a", 0);
            pipe(driver, "a", 1);
            assertThat(counts(driver)).isEmpty();
            driver.advanceWallClockTime(Duration.ofSeconds(11));
            assertThat(counts(driver)).containsExactly("a@0=2");
            pipe(driver, "a", 2);
            pipe(driver, "a", 60);

            assertThat(counts(driver)).containsExactly("a@0=3");
        }
    }

    @Test
    void earlyResultsComeAfterARestart() {
        Topology topology =
                counts(MINUTES, windows -> windows.emitStrategy(EmitStrategy.every(Duration.ofSeconds(10))));
        try (TopologyTestDriver driver = new TopologyTestDriver(topology)) {
            pipe(driver, "a", 0);
            driver.advanceEpoch();
            driver.crash();
            driver.restart();

            driver.advanceWallClockTime(Duration.ofSeconds(11));

            assertThat(counts(driver)).containsExactly("a@0=1");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void aFinalResultComesOnceThroughCrashes(StoreType stores) {
        try (TopologyTestDriver driver = TopologyTestDriver.builder(finalCounts())
                .settings(TopologySettings.defaults()
                        .withDelivery(Delivery.EXACTLY_ONCE)
                        .withState(StateSettings.defaults().withStoreType(stores)))
                .build()) {
            pipe(driver, "a", 0);
            driver.advanceEpoch();
            driver.crash();
            driver.restart();
            pipe(driver, "a", 30);
            pipe(driver, "b", 60);
            driver.crash();
            driver.restart();
            driver.advanceEpoch();
            driver.crash();
            driver.restart();
            pipe(driver, "a", 10);
            pipe(driver, "b", 120);
            driver.advanceEpoch();

            assertThat(counts(driver)).containsExactly("a@0=2", "b@60=1");
        }
    }

    @Test
    void aBatchClosesWindowsBeforeItEnds() {
        try (TopologyTestDriver driver = TopologyTestDriver.builder(finalCounts())
                .settings(TopologySettings.defaults().withTrigger(Trigger.processingTime(Duration.ofSeconds(10))))
                .build()) {
            pipe(driver, "a", 0);
            pipe(driver, "b", 60);

            driver.advanceEpoch();

            assertThat(counts(driver)).containsExactly("a@0=1");
        }
    }

    @Test
    void keysThatAreSpreadOverWorkersHaveTheSameWindows() {
        TopologyBuilder builder = TopologyBuilder.named("windows");
        KGroupedStream<String, String> grouped = builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupBy(
                        (key, value) -> value,
                        Grouped.<String, String>with(Serdes.String(), Serdes.String())
                                .withName("count")
                                .withParallelism(2));
        count(grouped.windowedBy(MINUTES).emitStrategy(EmitStrategy.onWindowClose()));
        try (TopologyTestDriver driver =
                TopologyTestDriver.builder(builder.build()).partitions(2).build()) {
            for (int second = 0; second < 60; second++) {
                Words.input(driver, "in").pipeInput("k" + second % 7, "v" + second % 5, at(second));
            }
            for (int number = 0; number < 20; number++) { // of both partitions before the shuffle, to both behind it
                Words.input(driver, "in").toPartition(number % 2).pipeInput("z", "z" + number / 2, at(200));
            }

            assertThat(counts(driver)).containsExactlyInAnyOrder("v0@0=12", "v1@0=12", "v2@0=12", "v3@0=12", "v4@0=12");
        }
    }

    /** A day of visits: each key is there for some minutes and never again. */
    @Test
    void aDayOfEventTimeLeavesNoKeysBehind() {
        TopologyBuilder builder = TopologyBuilder.named("windows");
        KGroupedStream<String, String> grouped = builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey();
        count(grouped.windowedBy(TimeWindows.ofSizeAndGrace(MINUTE, MINUTE).advanceBy(Duration.ofSeconds(20))));
        grouped.windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(MINUTE)).count(Materialized.as("sliding"));
        grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(MINUTE))
                .emitStrategy(EmitStrategy.onWindowClose())
                .count(Materialized.as("sessions"));
        Random random = new Random(1);
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            int most = 0;
            for (int minute = 0; minute < 24 * 60; minute++) {
                List<TestRecord<String, String>> visits = new ArrayList<>();
                for (int second = 0; second < 60; second += 5) {
                    String key = "visitor" + (minute + random.nextInt(5));
                    visits.add(new TestRecord<>(key, "x").withTimestamp(at(60L * minute + second)));
                }
                Words.input(driver, "in").pipeRecordList(visits);
                most = Math.max(most, entries(driver));
            }

            assertThat(most).isBetween(15, 40);
            assertThat(driver.now()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        }
    }

    private static int entries(TopologyTestDriver driver) {
        return driver.store("counts").entries().size()
                + driver.store("sliding").entries().size()
                + driver.store("sessions").entries().size();
    }

    private static Topology finalCounts() {
        return counts(MINUTES, windows -> windows.emitStrategy(EmitStrategy.onWindowClose()));
    }

    private static Topology counts(TimeWindows windows, UnaryOperator<TimeWindowedKStream<String, String>> with) {
        return counts(windows, with, Consumed.with(Serdes.String(), Serdes.String()));
    }

    private static Topology counts(
            TimeWindows windows,
            UnaryOperator<TimeWindowedKStream<String, String>> with,
            Consumed<String, String> consumed) {
        TopologyBuilder builder = TopologyBuilder.named("windows");
        count(with.apply(builder.stream("in", consumed).groupByKey().windowedBy(windows)));
        return builder.build();
    }

    private static void count(TimeWindowedKStream<String, String> windows) {
        windows.count(Materialized.as("counts")).toStream().to("counts");
    }

    private static void pipe(TopologyTestDriver driver, String key, long second) {
        Words.input(driver, "in").pipeInput(key, "x", at(second));
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }

    /** Returns what was written, as {@code key@second=count}, seconds being those of the window's start. */
    private static List<String> counts(TopologyTestDriver driver) {
        return driver
                .createOutputTopic(
                        "counts",
                        WindowedSerdes.timeWindowed(Serdes.String(), MINUTE).deserializer(),
                        new LongDeserializer())
                .readKeyValuesToList()
                .stream()
                .map(record -> "%s@%d=%d".formatted(record.key().key(), second(record.key()), record.value()))
                .toList();
    }

    private static long second(Windowed<String> windowed) {
        return (windowed.window().start() - START.toEpochMilli()) / 1_000;
    }
}
