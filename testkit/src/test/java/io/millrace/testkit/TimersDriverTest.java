package io.millrace.testkit;

import static io.millrace.testkit.Reminders.STRING;
import static io.millrace.testkit.Reminders.driver;
import static io.millrace.testkit.Reminders.fired;
import static io.millrace.testkit.Reminders.note;
import static io.millrace.testkit.Reminders.notes;
import static io.millrace.testkit.Reminders.topology;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.Delivery;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.Trigger;
import io.millrace.state.StoreType;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimersDriverTest {

    @Test
    void aTimerFiresWhenEventTimeHasComeToIt() {
        try (TopologyTestDriver driver = driver()) {
            notes(driver).pipeRecordList(List.of(note("a", "e x 500", 100), note("b", "-", 499)));
            assertThat(fired(driver)).isEmpty();

            notes(driver).pipeRecordList(List.of(note("b", "-", 500)));

            assertThat(fired(driver)).containsExactly("a x@500");
        }
    }

    @Test
    void timersFireInTheOrderInWhichTheyAreDue() {
        try (TopologyTestDriver driver = driver()) {
            notes(driver)
                    .pipeRecordList(List.of(
                            note("a", "e x 300", 100),
                            note("b", "e x 200", 100),
                            note("c", "e x 300", 100),
                            note("d", "e y 250", 100),
                            note("b", "-", 1_000)));

            assertThat(fired(driver)).containsExactly("b x@200", "d y@250", "a x@300", "c x@300");
        }
    }

    @Test
    void aTimerThatIsSetAgainFiresOnce() {
        try (TopologyTestDriver driver = driver()) {
            notes(driver)
                    .pipeRecordList(List.of(
                            note("a", "e later 200", 100),
                            note("a", "e later 400", 100),
                            note("a", "e earlier 400", 100),
                            note("a", "e earlier 300", 100),
                            note("a", "e back 300", 100),
                            note("a", "c back", 100),
                            note("a", "-", 1_000),
                            note("a", "-", 2_000)));

            assertThat(fired(driver)).containsExactly("a earlier@300", "a later@400");
        }
    }

    @Test
    void aTimerByTheWallClockFiresWithoutAnyRecord() {
        try (TopologyTestDriver driver = driver()) {
            notes(driver).pipeRecordList(List.of(note("a", "p x 500", 100), note("b", "e y 1000", 100)));
            driver.advanceWallClockTime(Duration.ofMillis(499));
            assertThat(fired(driver)).isEmpty();

            driver.advanceWallClockTime(Duration.ofMillis(1));
            driver.advanceWallClockTime(Duration.ofHours(1));

            assertThat(fired(driver)).containsExactly("a x@500");
        }
    }

    @Test
    void eventTimeFollowsTheWallClockOnIdleInputIfAsked() {
        Topology topology =
                topology(Consumed.with(STRING, STRING).advancingWhenIdle(Duration.ofSeconds(10)), stream -> stream);
        try (TopologyTestDriver driver = driver(topology)) {
            long start = Reminders.START.toEpochMilli();
            notes(driver).pipeRecordList(List.of(note("a", "e x " + (start + 5_000), start)));
            driver.advanceWallClockTime(Duration.ofMillis(14_999));
            assertThat(fired(driver)).isEmpty();

            driver.advanceWallClockTime(Duration.ofMillis(1));

            assertThat(fired(driver)).containsExactly("a x@" + (start + 5_000));
        }
    }

    @Test
    void aPartitionHoldsEventTimeUpUntilItIsIdle() {
        Topology topology = topology(
                Consumed.with(STRING, STRING).idleAfter(Duration.ofSeconds(5)), stream -> stream.repartition());
        try (TopologyTestDriver driver = TopologyTestDriver.builder(topology)
                .partitions(2)
                .settings(TopologySettings.defaults().withShuffle(ShuffleMode.LOCAL))
                .startingAt(Reminders.START)
                .build()) {
            TestInputTopic<String, String> notes = notes(driver);
            notes.toPartition(0).pipeRecordList(List.of(note("a", "e x 500", 100), note("a", "-", 1_000)));
            notes.toPartition(1).pipeRecordList(List.of(note("b", "-", 400)));
            assertThat(fired(driver)).isEmpty();

            driver.advanceWallClockTime(Duration.ofSeconds(3));
            notes.toPartition(0).pipeRecordList(List.of(note("a", "-", 1_001)));
            driver.advanceWallClockTime(Duration.ofSeconds(3));

            assertThat(fired(driver)).containsExactly("a x@500");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void timersSurviveARestartAndNoneFiresTwice(StoreType type) {
        try (TopologyTestDriver driver = TopologyTestDriver.builder(topology())
                .settings(exactlyOnce(type))
                .startingAt(Reminders.START)
                .build()) {
            notes(driver)
                    .pipeRecordList(List.of(
                            note("a", "e x 200", 100),
                            note("a", "p x2 200", 100),
                            note("b", "e y 500", 100),
                            note("c", "p z 900", 100),
                            note("b", "-", 250)));
            driver.advanceEpoch();
            List<String> all = new ArrayList<>(fired(driver));
            notes(driver).pipeRecordList(List.of(note("b", "-", 600)));
            driver.crash();
            driver.restart();
            driver.advanceEpoch();
            all.addAll(fired(driver));
            driver.crash();
            driver.restart();
            driver.advanceWallClockTime(Duration.ofMillis(950));
            notes(driver).pipeRecordList(List.of(note("b", "-", 700)));
            driver.advanceEpoch();
            all.addAll(fired(driver));

            assertThat(all).containsExactly("a x@200", "b y@500", "a x2@200", "c z@900");
        }
    }

    @Test
    void recordsOneByOneOrTogetherGiveTheSame() {
        for (int seed = 0; seed < 20; seed++) {
            List<TestRecord<String, String>> records = randomNotes(new Random(seed));
            List<String> oneByOne = new ArrayList<>();
            try (TopologyTestDriver driver = driver()) {
                for (TestRecord<String, String> record : records) {
                    notes(driver).pipeRecordList(List.of(record));
                    oneByOne.addAll(fired(driver));
                }
            }
            try (TopologyTestDriver driver = driver()) {
                notes(driver).pipeRecordList(records);

                assertThat(fired(driver))
                        .as("seed %d", seed)
                        .containsExactlyElementsOf(oneByOne)
                        .isNotEmpty();
            }
            try (TopologyTestDriver driver = TopologyTestDriver.builder(topology())
                    .settings(TopologySettings.defaults().withTrigger(Trigger.availableNow()))
                    .startingAt(Reminders.START)
                    .build()) {
                notes(driver).pipeRecordList(records);
                driver.advanceEpoch();

                assertThat(fired(driver)).as("seed %d", seed).containsExactlyElementsOf(oneByOne);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage", "workers", "durable", "durable workers", "local", "local workers", "two stages"})
    void recordsOneByOneOrTogetherGiveTheSameBehindLanesAndShuffles(String way) {
        for (int seed = 0; seed < 3; seed++) {
            List<TestRecord<String, String>> records = randomNotes(new Random(seed));
            List<String> oneByOne = new ArrayList<>();
            List<String> plain = new ArrayList<>();
            try (TopologyTestDriver driver = driver()) {
                notes(driver).pipeRecordList(records);
                plain.addAll(fired(driver));
            }
            try (TopologyTestDriver driver = onWay(way)) {
                for (TestRecord<String, String> record : records) {
                    notes(driver).pipeRecordList(List.of(record));
                    oneByOne.addAll(fired(driver));
                }
            }
            try (TopologyTestDriver driver = onWay(way)) {
                notes(driver).pipeRecordList(records);

                assertThat(fired(driver))
                        .as("%s, seed %d", way, seed)
                        .containsExactlyInAnyOrderElementsOf(oneByOne)
                        .containsExactlyInAnyOrderElementsOf(plain);
            }
        }
    }

    private static TopologyTestDriver onWay(String way) {
        UnaryOperator<KStream<String, String>> between =
                switch (way) {
                    case "stage" -> stream -> stream.stage("second");
                    case "workers" -> stream -> stream.stage("second", 3);
                    case "two stages" ->
                        stream -> stream.stage("first", 3)
                                .filter((key, value) -> true)
                                .stage("second", 2);
                    case "durable", "local" -> KStream::repartition;
                    default -> stream -> stream.repartition().stage("second", 3);
                };
        ShuffleMode shuffle = way.startsWith("local") ? ShuffleMode.LOCAL : ShuffleMode.DURABLE;
        return TopologyTestDriver.builder(topology(Consumed.with(STRING, STRING), between))
                .settings(TopologySettings.defaults().withShuffle(shuffle))
                .startingAt(Reminders.START)
                .build();
    }

    @Test
    void anEpochTellsWhatTimersDid() {
        Topology topology = topology(
                Consumed.with(STRING, STRING)
                        .withTimestampExtractor((key, value, timestamp) -> value.equals("negative") ? -5 : timestamp),
                stream -> stream);
        try (TopologyTestDriver driver = driver(topology)) {
            notes(driver)
                    .pipeRecordList(List.of(
                            note("a", "e x 500", 100),
                            note("b", "-", 600),
                            note("b", "negative", 700),
                            note(
                                    "b",
                                    "-",
                                    Reminders.START.plus(Duration.ofHours(2)).toEpochMilli())));
            driver.advanceEpoch();

            assertThat(driver.lastEpoch().orElseThrow().eventTime()).satisfies(time -> {
                assertThat(time.timersFired()).isEqualTo(1);
                assertThat(time.clampedTimestamps()).isEqualTo(2);
                assertThat(time.watermark())
                        .hasValue(Reminders.START.plus(Duration.ofHours(1)).toEpochMilli());
            });
        }
    }

    private static TopologySettings exactlyOnce(StoreType type) {
        return TopologySettings.defaults()
                .withDelivery(Delivery.EXACTLY_ONCE)
                .withState(StateSettings.defaults().withStoreType(type));
    }

    private static List<TestRecord<String, String>> randomNotes(Random random) {
        List<TestRecord<String, String>> notes = new ArrayList<>();
        long time = 1_000;
        for (int number = 0; number < 100; number++) {
            time += random.nextInt(50);
            String key = "k" + random.nextInt(5);
            String name = "n" + random.nextInt(3);
            String value =
                    switch (random.nextInt(4)) {
                        case 0 -> "-";
                        case 1 -> "c " + name;
                        default -> "e " + name + " " + (time + random.nextInt(400) - 50);
                    };
            notes.add(note(key, value, time - random.nextInt(30)));
        }
        return notes;
    }
}
