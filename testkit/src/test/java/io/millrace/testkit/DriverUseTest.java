package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.millrace.errors.InvalidSettingsException;
import io.millrace.errors.UnequalPartitionsException;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Materialized;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriverUseTest {

    private final TopologyTestDriver driver =
            TopologyTestDriver.builder(Words.counts()).partitions(2).build();

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aTopicThatTheTestDoesNotHaveIsRefusedWithThoseThatItHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Words.input(driver, "wrods"))
                .withMessageContaining("no topic 'wrods'. Did you mean 'words'? Known: 'counts', 'words'.")
                .withMessageContaining("TopologyTestDriver.builder(...).topic(...)");
        assertThatIllegalArgumentException().isThrownBy(() -> Words.output(driver, "wrods"));
    }

    @Test
    void aPartitionThatTheTopicDoesNotHaveIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Words.input(driver).toPartition(2))
                .withMessageContaining("Topic 'words' has 2 partitions, numbered from 0; there is no partition 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Words.input(driver).pipeInput(new TestRecord<>("a", "x").withPartition(-1)));
    }

    @Test
    void aStoreThatTheTopologyDoesNotHaveIsRefusedWithThoseThatItHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver.store("count"))
                .withMessageContaining("no store 'count'. Did you mean 'counts'?");
    }

    @Test
    void readingPastTheEndSaysSo() {
        TestOutputTopic<String, Long> counts = Words.counts(driver);
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(counts::readValue)
                .withMessage("Topic 'counts' has no further record: the topology has written none");

        Words.input(driver).pipeInput("a", "x");
        counts.readValue();

        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(counts::readKeyValue)
                .withMessage("Topic 'counts' has no further record: the topology has written 1, and all were read");
    }

    @Test
    void theClockDoesNotGoBack() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver.advanceWallClockTime(Duration.ofSeconds(-1)))
                .withMessageContaining("it does not go back");
    }

    @Test
    void aClosedDriverIsOfNoUse() {
        TestInputTopic<String, String> words = Words.input(driver);
        TestOutputTopic<String, Long> counts = Words.counts(driver);
        driver.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> words.pipeInput("a", "x"))
                .withMessage("The test driver of topology 'words' is closed");
        assertThatIllegalStateException().isThrownBy(counts::isEmpty);
        assertThatIllegalStateException().isThrownBy(driver::advanceEpoch);
    }

    @Test
    void closingTwiceIsAsGoodAsOnce() {
        driver.close();

        assertThatNoException().isThrownBy(driver::close);
    }

    @Test
    void anotherThreadIsRefused() {
        TestInputTopic<String, String> words = Words.input(driver);

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> CompletableFuture.runAsync(() -> words.pipeInput("a", "x"))
                        .join())
                .withCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("it is for one thread only");
    }

    @Test
    void noPartitionsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopologyTestDriver.builder(Words.counts()).partitions(0));
    }

    @Test
    void settingsThatAnEngineRefusesAreRefused() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> TopologyTestDriver.builder(Words.counts())
                        .settings(TopologySettings.defaults().withParallelism("nowhere", 2))
                        .build())
                .withMessageContaining("nowhere");
    }

    @Test
    void topicsThatAnEngineRefusesAreRefused() {
        TopologyBuilder builder = Words.builder();
        builder.stream("left", Words.strings())
                .merge(builder.stream("right", Words.strings()))
                .groupByKey()
                .count(Materialized.as("counts"));
        Topology joined = builder.build();

        assertThatExceptionOfType(UnequalPartitionsException.class)
                .isThrownBy(() ->
                        TopologyTestDriver.builder(joined).topic("left", 3).build());
    }

    @Test
    void aDriverHasNoThreads() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        try (TopologyTestDriver other = new TopologyTestDriver(Words.parallelCounts())) {
            Words.input(other).pipeInput("a", "x");
            other.advanceEpoch();

            assertThat(Thread.getAllStackTraces().keySet()).isSubsetOf(before);
        }
    }

    @Test
    void driversDoNotDisturbEachOther() {
        try (TopologyTestDriver other = new TopologyTestDriver(Words.counts())) {
            Words.input(other).pipeInput("a", "x");

            assertThat(Words.counts(driver).isEmpty()).isTrue();
            assertThat(Words.counts(other).readValuesToList()).containsExactly(1L);
        }
    }
}
