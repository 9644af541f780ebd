package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.processor.SourcePartition;
import io.millrace.runtime.EpochProgress;
import io.millrace.state.Materialized;
import io.millrace.topology.Produced;
import io.millrace.topology.TopologyBuilder;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevokeDriverTest {

    private final TopologyTestDriver driver =
            TopologyTestDriver.builder(Words.counts()).partitions(2).build();
    private final TestInputTopic<String, String> words = Words.input(driver);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aRevokedPartitionIsNotReadAnyMore() {
        driver.revoke("words", 0);
        words.toPartition(0).pipeInput("a", "x");
        words.toPartition(1).pipeInput("b", "x");

        assertThat(Words.counts(driver).readKeyValuesToMap()).containsOnlyKeys("b");
        assertThat(driver.assignment()).containsExactly(new SourcePartition("words", 1));
    }

    @Test
    void whatWasReadOfItIsCommittedFirst() {
        words.toPartition(0).pipeInput("a", "x");

        driver.revoke("words", 0);

        assertThat(driver.lastEpoch())
                .get()
                .extracting(EpochProgress::recordsIn)
                .isEqualTo(1L);
    }

    @Test
    void itsStateIsGone() {
        words.toPartition(0).pipeInput("a", "x");

        driver.revoke("words", 0);

        assertThat(driver.<String, Long>store("counts").partition(0).isEmpty()).isTrue();
    }

    @Test
    void itsStateIsBackWhenItIs() {
        words.toPartition(0).pipeInput("a", "x");
        driver.revoke("words", 0);
        words.toPartition(0).pipeInput("a", "x");

        driver.giveBack("words", 0);

        assertThat(Words.counts(driver).readValuesToList()).containsExactly(1L, 2L);
        assertThat(driver.<String, Long>store("counts").partition(0).get("a")).isEqualTo(2);
    }

    @Test
    void partitionsThatShareStateGoTogether() {
        TopologyBuilder builder = Words.builder();
        builder.stream("left", Words.strings())
                .merge(builder.stream("right", Words.strings()))
                .groupByKey()
                .count(Materialized.as("counts"))
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        try (TopologyTestDriver joined =
                TopologyTestDriver.builder(builder.build()).partitions(2).build()) {
            joined.revoke("left", 1);

            assertThat(joined.assignment())
                    .containsExactlyInAnyOrder(new SourcePartition("left", 0), new SourcePartition("right", 0));
        }
    }

    @Test
    void aPartitionWithoutStateIsRevokedToo() {
        try (TopologyTestDriver stateless =
                TopologyTestDriver.builder(Words.upper()).partitions(2).build()) {
            TestInputTopic<String, String> input = Words.input(stateless);
            input.toPartition(1).pipeInput("a", "x");
            stateless.revoke("words", 1);
            input.toPartition(1).pipeInput("a", "y");
            assertThat(Words.output(stateless, "upper").readValuesToList()).containsExactly("X");

            stateless.giveBack("words", 1);

            assertThat(Words.output(stateless, "upper").readValuesToList()).containsExactly("Y");
        }
    }

    @Test
    void aRestartTakesEverythingBack() {
        driver.revoke("words", 0);

        driver.restart();

        assertThat(driver.assignment()).hasSize(2);
    }

    @Test
    void aCommitOfARevocationCanCrash() {
        words.toPartition(0).pipeInput("a", "x");
        driver.crashAt(CrashPoint.AFTER_CHANGES);

        driver.revoke("words", 0);

        assertThat(driver.isCrashed()).isTrue();
        driver.restart();
        assertThat(driver.<String, Long>store("counts").get("a")).isEqualTo(1);
    }

    @Test
    void aPartitionIsRevokedOnce() {
        driver.revoke("words", 0);

        assertThatIllegalStateException()
                .isThrownBy(() -> driver.revoke("words", 0))
                .withMessage("Partition words-0 is revoked already");
    }

    @Test
    void onlyWhatIsRevokedIsGivenBack() {
        assertThatIllegalStateException()
                .isThrownBy(() -> driver.giveBack("words", 1))
                .withMessageContaining("Partition words-1 is not revoked");
    }

    @Test
    void onlyInputsAreRevoked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> driver.revoke("counts", 0))
                .withMessageContaining("does not read partition counts-0; it reads [words-0, words-1]");
    }
}
