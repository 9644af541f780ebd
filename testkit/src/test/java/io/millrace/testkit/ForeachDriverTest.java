package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.EpochAbandonedException;
import io.millrace.errors.RecordFailedException;
import io.millrace.errors.WorkerFailedException;
import io.millrace.processor.Record;
import io.millrace.processor.RecordWriter;
import io.millrace.processor.SourcePartition;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a record writer is opened, and what it is closed with. */
class ForeachDriverTest {

    private final List<String> calls = new ArrayList<>();
    private int writers;
    private long passedOver = -1;
    private boolean closingFails;

    @Test
    void itIsOpenedAtTheFirstRecordOfAnEpochAndClosedAtItsEnd() {
        try (TopologyTestDriver driver = driver(1)) {
            words(driver).pipeInput("1");
            words(driver).pipeInput("2");
            driver.advanceEpoch();
            driver.advanceEpoch();
            words(driver).pipeInput("3");
            assertThat(calls).containsExactly("open words-0 1", "1", "2", "close", "open words-0 3", "3");
        }
        assertThat(calls).endsWith("3", "close");
        assertThat(writers).isEqualTo(1);
    }

    @Test
    void eachPartitionHasAWriterOfItsOwn() {
        try (TopologyTestDriver driver = driver(2)) {
            words(driver).pipeValueList(List.of("1", "2", "3", "4"));
            driver.advanceEpoch();
        }
        assertThat(writers).isEqualTo(2);
        assertThat(calls).contains("open words-0 1", "open words-1 1", "1", "2", "3", "4");
        assertThat(calls.subList(6, 8)).containsExactly("close", "close");
    }

    @Test
    void anEpochThatItDoesNotWantIsPassedOver() {
        passedOver = 1;
        try (TopologyTestDriver driver = driver(1)) {
            words(driver).pipeInput("1");
            driver.advanceEpoch();
            words(driver).pipeInput("2");
        }
        assertThat(calls).containsExactly("open words-0 1", "close", "open words-0 2", "2", "close");
    }

    @Test
    void itIsClosedWithWhatItHasThrown() {
        TopologyTestDriver driver = driver(1);
        assertThatExceptionOfType(RecordFailedException.class)
                .isThrownBy(() -> words(driver).pipeInput("bad"))
                .satisfies(failure -> assertThat(failure.node()).isEqualTo("foreach-1"));
        driver.close();

        assertThat(calls).containsExactly("open words-0 1", "close with ArithmeticException");
    }

    @Test
    void itIsToldOfAFailureElsewhere() {
        TopologyBuilder builder = builder();
        var stream = builder.<String, String>stream("words");
        stream.foreach(Noting::new);
        stream.foreach((key, value) -> {
            throw new ArithmeticException();
        });
        TopologyTestDriver driver = new TopologyTestDriver(builder.build());
        assertThatExceptionOfType(RecordFailedException.class)
                .isThrownBy(() -> words(driver).pipeInput("1"));
        driver.close();

        assertThat(calls).containsExactly("open words-0 1", "1", "close with EpochAbandonedException");
        assertThat(new EpochAbandonedException("words", "words-0", 1)).hasMessageContaining("words-0");
    }

    @Test
    void anEpochThatItCannotCloseFailsAndComesAgain() {
        TopologyTestDriver driver = driver(1);
        words(driver).pipeInput("1");
        closingFails = true;
        assertThatExceptionOfType(WorkerFailedException.class)
                .isThrownBy(driver::advanceEpoch)
                .withMessageContaining("foreach-1");
        closingFails = false;

        driver.restart();
        driver.close();

        assertThat(calls).containsExactly("open words-0 1", "1", "close", "open words-0 1", "1", "close");
    }

    private TopologyTestDriver driver(int partitions) {
        TopologyBuilder builder = builder();
        builder.<String, String>stream("words").foreach(Noting::new);
        Topology topology = builder.build();
        return TopologyTestDriver.builder(topology).partitions(partitions).build();
    }

    private static TopologyBuilder builder() {
        return TopologyBuilder.named("writing").defaultSerdes(Serdes.String(), Serdes.String());
    }

    private static TestInputTopic<String, String> words(TopologyTestDriver driver) {
        return driver.createInputTopic("words", new StringSerializer(), new StringSerializer());
    }

    /** Notes what is called. */
    private final class Noting implements RecordWriter<String, String> {

        Noting() {
            writers++;
        }

        @Override
        public boolean open(SourcePartition partition, long epoch) {
            calls.add("open %s %d".formatted(partition, epoch));
            return epoch != passedOver;
        }

        @Override
        public void process(Record<String, String> record) {
            if (record.value().equals("bad")) {
                throw new ArithmeticException();
            }
            calls.add(record.value());
        }

        @Override
        public void close(@Nullable Throwable error) {
            calls.add(error == null ? "close" : "close with " + error.getClass().getSimpleName());
            if (closingFails) {
                throw new IllegalStateException("not closed");
            }
        }
    }
}
