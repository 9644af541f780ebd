package io.millrace.internal.stage;

import static io.millrace.internal.stage.SteppedStage.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.errors.RecordFailedException;
import io.millrace.internal.epoch.PartitionAssignment;
import io.millrace.internal.exchange.Exchange;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.plan.Planner;
import io.millrace.processor.Processor;
import io.millrace.processor.Record;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.Consumed;
import io.millrace.topology.KStream;
import io.millrace.topology.Named;
import io.millrace.topology.Produced;
import io.millrace.topology.TopologyBuilder;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How what user code throws becomes a failure that names the record's place, and never its contents. */
class StageFailuresTest {

    private static final String SECRET = "4111-1111-1111-1111";

    private final SteppedStage stage = new SteppedStage();
    private final PartitionAssignment assignment = stage.assignment;
    private final Exchange input = stage.input;
    private final List<String> calls = stage.calls;

    static List<Throwable> throwables() {
        return List.of(
                new IllegalArgumentException(SECRET),
                new AssertionError(SECRET),
                new StackOverflowError(SECRET),
                new LinkageError(SECRET));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatAnOperatorThrowsNamesTheRecordsPlace(Throwable thrown) {
        StageWorker worker = stage.worker(stream ->
                stream.peek((key, value) -> sneak(thrown), Named.as("check")).to("out"));
        stage.send("fine?", SECRET);

        RecordFailedException failure = failureOf(worker);

        assertPlace(failure, "check", thrown, 0);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatADeserializerThrowsNamesTheRecordsPlace(Throwable thrown) {
        TopologyBuilder builder = TopologyBuilder.named("cards");
        builder.stream("in", Consumed.with(STRING, serde(STRING.serializer(), (topic, bytes) -> sneak(thrown))))
                .to("out", Produced.with(STRING, STRING));
        StageWorker worker = stage.workerOf(Planner.plan(builder.build(), "group", TopologySettings.defaults()), 0);
        stage.send(SECRET);

        assertPlace(failureOf(worker), "in", thrown, 0);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatASerializerThrowsNamesTheRecordsPlace(Throwable thrown) {
        StageWorker worker = stage.worker(stream -> stream.to(
                "out",
                Produced.with(STRING, serde((topic, value) -> sneakBytes(thrown), STRING.deserializer()))
                        .withName("sink")));
        stage.send(SECRET);

        assertPlace(failureOf(worker), "sink", thrown, 0);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatATopicNameExtractorThrowsNamesTheRecordsPlace(Throwable thrown) {
        StageWorker worker = stage.worker(stream -> stream.to(
                (key, value, metadata) -> sneak(thrown),
                Produced.with(STRING, STRING).withName("sink")));
        stage.send(SECRET);

        assertPlace(failureOf(worker), "sink", thrown, 0);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whatAPartitionsProcessorThrowsNamesTheRecordsPlace(Throwable thrown) {
        StageWorker worker = stage.worker(stream -> stream.mapPartitions(
                partition -> (Processor<String, String, String, String>) record -> sneak(thrown), Named.as("local")));
        input.open(new LaneEvent.Opening(assignment));
        stage.send(SECRET);

        assertPlace(failureOf(worker), "local", thrown, 0);
    }

    @Test
    void aRealStackOverflowIsARecordsFailureToo() {
        StageWorker worker = stage.worker(stream ->
                stream.mapValues(value -> value + recurse(0), Named.as("deep")).to("out"));
        stage.send("x");

        assertThat(failureOf(worker).getCause()).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void theOffsetIsThatOfTheFailingRecord() {
        StageWorker worker = stage.worker(stream -> stream.foreach((key, value) -> {
            if (value.equals("bad")) {
                throw new IllegalStateException("bad");
            }
        }));
        stage.send("good", "good", "bad");

        assertThat(failureOf(worker).offset()).isEqualTo(2);
    }

    @Test
    void theInnermostNodeIsBlamed() {
        StageWorker worker = stage.worker(stream -> stream.peek((key, value) -> {}, Named.as("outer"))
                .foreach((key, value) -> sneak(new IllegalStateException("x")), Named.as("inner")));
        stage.send("x");

        assertThat(failureOf(worker).node()).isEqualTo("inner");
    }

    @Test
    void aFailureThatUserCodeSwallowsStillFails() {
        StageWorker worker = stage.worker(stream -> {
            KStream<String, String> swallowing = stream.process(Swallowing::new);
            swallowing.foreach((key, value) -> sneak(new IllegalStateException("x")), Named.as("inner"));
        });
        stage.send("x");

        assertThat(failureOf(worker).node()).isEqualTo("inner");
    }

    @Test
    void aFailureOfTheSinkThatUserCodeSwallowsStillFails() {
        StageWorker worker = stage.worker(stream -> {
            KStream<String, String> swallowing = stream.process(Swallowing::new);
            swallowing.to(
                    "out",
                    Produced.with(
                                    STRING,
                                    serde((topic, value) -> sneakBytes(new LinkageError()), STRING.deserializer()))
                            .withName("sink"));
        });
        stage.send("x");

        assertThat(failureOf(worker).node()).isEqualTo("sink");
    }

    @Test
    void forwardToAnUnknownChildNamesTheKnownOnes() {
        StageWorker worker = stage.worker(stream -> {
            KStream<String, String> forwarding = stream.process(() -> new Noting("x", calls) {
                @Override
                public void process(Record<String, String> record) {
                    context().forward(record, "typo");
                }
            });
            forwarding.to("out", Produced.<String, String>with(STRING, STRING).withName("sink"));
        });
        stage.send("x");

        assertThat(failureOf(worker).getCause())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No node 'typo' follows here; known: 'sink'");
    }

    private static RecordFailedException failureOf(StageWorker worker) {
        return catchThrowableOfType(RecordFailedException.class, worker::doWork);
    }

    private static void assertPlace(RecordFailedException failure, String node, Throwable cause, long offset) {
        assertThat(failure)
                .hasCause(cause)
                .hasMessage("Topology 'cards' failed in stage 'in' at '%s' on the record of topic 'in', partition 3,"
                                .formatted(node)
                        + " offset %d (%s)".formatted(offset, cause.getClass().getSimpleName()));
        assertThat(failure)
                .extracting(
                        RecordFailedException::stage,
                        RecordFailedException::node,
                        RecordFailedException::topic,
                        RecordFailedException::partition,
                        RecordFailedException::offset)
                .containsExactly("in", node, "in", 3, offset);
    }

    private static Serde<String> serde(Serializer<String> serializer, Deserializer<String> deserializer) {
        return Serdes.serdeFrom(serializer, deserializer);
    }

    private static byte[] sneakBytes(Throwable thrown) {
        sneak(thrown);
        return new byte[0];
    }

    private static String sneak(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    private static int recurse(int depth) {
        return depth < 0 ? 0 : 1 + recurse(depth + 1);
    }

    private final class Swallowing extends Noting {
        Swallowing() {
            super("swallowing", calls);
        }

        @Override
        public void process(Record<String, String> record) {
            try {
                context().forward(record);
            } catch (RuntimeException e) {
                calls.add("swallowed");
            }
        }
    }
}
