package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.MissingTopicException;
import io.millrace.errors.MutatedValueException;
import io.millrace.errors.OutputFailedException;
import io.millrace.errors.RecordFailedException;
import io.millrace.errors.WorkerFailedException;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.state.Materialized;
import io.millrace.topology.Consumed;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class FailingDriverTest {

    @Test
    void whatUserCodeThrowsIsThrownByTheCallThatWroteTheRecord() {
        try (TopologyTestDriver driver = new TopologyTestDriver(failingAt("boom"))) {
            TestInputTopic<String, String> words = Words.input(driver);

            assertThatExceptionOfType(RecordFailedException.class)
                    .isThrownBy(() -> words.pipeInput("k", "boom"))
                    .withMessageContaining("words")
                    .havingRootCause()
                    .withMessage("boom!");
        }
    }

    @Test
    void itIsThrownByTheNextCallsToo() {
        try (TopologyTestDriver driver = new TopologyTestDriver(failingAt("boom"))) {
            TestInputTopic<String, String> words = Words.input(driver);
            assertThatThrownBy(() -> words.pipeInput("k", "boom")).isInstanceOf(RecordFailedException.class);

            assertThatThrownBy(() -> words.pipeInput("k", "a")).isInstanceOf(RecordFailedException.class);
            assertThatThrownBy(driver::advanceEpoch).isInstanceOf(RecordFailedException.class);
        }
    }

    @Test
    void whatWasWrittenBeforeCanStillBeRead() {
        try (TopologyTestDriver driver = new TopologyTestDriver(failingAt("boom"))) {
            TestInputTopic<String, String> words = Words.input(driver);
            words.pipeInput("k", "a");
            assertThatThrownBy(() -> words.pipeInput("k", "boom")).isInstanceOf(RecordFailedException.class);

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("a");
        }
    }

    @Test
    void aRestartFailsAtTheSameRecord() {
        try (TopologyTestDriver driver = new TopologyTestDriver(failingAt("boom"))) {
            assertThatThrownBy(() -> Words.input(driver).pipeInput("k", "boom"))
                    .isInstanceOf(RecordFailedException.class);

            assertThatThrownBy(driver::restart).isInstanceOf(RecordFailedException.class);
        }
    }

    @Test
    void aRestartGoesOnIfTheCauseIsGone() {
        boolean[] broken = {true};
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .peek((key, value) -> {
                    if (broken[0]) {
                        throw new IllegalStateException("boom!");
                    }
                })
                .to("upper");
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            assertThatThrownBy(() -> Words.input(driver).pipeInput("k", "a")).isInstanceOf(RecordFailedException.class);
            broken[0] = false;

            driver.restart();

            assertThat(Words.output(driver, "upper").readValuesToList()).containsExactly("a");
        }
    }

    @Test
    void aFailureThatWasThrownIsNotThrownByClose() {
        TopologyTestDriver driver = new TopologyTestDriver(failingAt("boom"));
        assertThatThrownBy(() -> Words.input(driver).pipeInput("k", "boom")).isInstanceOf(RecordFailedException.class);

        assertThatNoException().isThrownBy(driver::close);
    }

    @Test
    void aValueThatIsChangedAfterItWasPutIsFoundAtItsNextUse() {
        try (TopologyTestDriver driver = new TopologyTestDriver(mutating())) {
            TestInputTopic<String, String> words = Words.input(driver);
            words.pipeInput("k", "a");

            assertThatExceptionOfType(RecordFailedException.class)
                    .isThrownBy(() -> words.pipeInput("k", "b"))
                    .withCauseInstanceOf(MutatedValueException.class)
                    .havingCause()
                    .withMessageContaining("value of a key in store 'texts' was changed after it was put there");
        }
    }

    @Test
    void aValueThatIsChangedAfterItWasPutIsFoundAtTheEndOfItsEpoch() {
        try (TopologyTestDriver driver = new TopologyTestDriver(mutating())) {
            Words.input(driver).pipeInput("k", "a");

            assertThatThrownBy(driver::advanceEpoch).isInstanceOf(MutatedValueException.class);
        }
    }

    @Test
    void aValueThatIsChangedAfterItWasPutIsFoundByClose() {
        TopologyTestDriver driver = new TopologyTestDriver(mutating());
        Words.input(driver).pipeInput("k", "a");

        assertThatThrownBy(driver::close).isInstanceOf(MutatedValueException.class);
    }

    @Test
    void aProcessorThatCannotBeginIsThrownByTheStart() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings()).process(Unready::new).to("upper");
        Topology topology = builder.build();

        assertThatThrownBy(() -> new TopologyTestDriver(topology))
                .isInstanceOf(WorkerFailedException.class)
                .hasRootCauseMessage("not ready");
    }

    @Test
    void anOutputToATopicThatIsNotThereFails() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings()).to((key, value, metadata) -> value);
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            assertThatThrownBy(() -> Words.input(driver).pipeInput("k", "nowhere"))
                    .isInstanceOfAny(MissingTopicException.class, OutputFailedException.class)
                    .hasMessageContaining("nowhere");
        }
    }

    @Test
    void aBrokenRecordIsToldWithItsPlace() {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Consumed.with(Serdes.String(), Serdes.Long())).foreach((key, value) -> {});
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            assertThatThrownBy(() -> Words.input(driver).pipeInput("k", "no number"))
                    .isInstanceOf(RecordFailedException.class)
                    .hasMessageContaining("offset 0");
        }
    }

    private static Topology failingAt(String poison) {
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .peek((key, value) -> {
                    if (value.equals(poison)) {
                        throw new IllegalStateException(value + "!");
                    }
                })
                .to("upper");
        return builder.build();
    }

    /** Collects texts in a builder that it changes instead of replacing it. */
    private static Topology mutating() {
        Serde<StringBuilder> texts = Serdes.serdeFrom(
                (topic, text) -> text.toString().getBytes(StandardCharsets.UTF_8),
                (topic, bytes) -> new StringBuilder(new String(bytes, StandardCharsets.UTF_8)));
        TopologyBuilder builder = Words.builder();
        builder.stream("words", Words.strings())
                .groupByKey()
                .aggregate(
                        StringBuilder::new,
                        (key, value, text) -> text.append(value),
                        Materialized.<String, StringBuilder>as("texts").withValueSerde(texts))
                .toStream()
                .foreach((key, text) -> text.append("!"));
        return builder.build();
    }

    private static final class Unready implements Processor<String, String, String, String> {

        @Override
        public void init(ProcessorContext<String, String> context) {
            throw new IllegalStateException("not ready");
        }

        @Override
        public void process(Record<String, String> record) {}
    }
}
