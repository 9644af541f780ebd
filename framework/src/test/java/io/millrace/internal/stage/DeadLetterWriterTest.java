package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.errors.ErrorPolicy;
import io.millrace.errors.UnusableDeadLetterTopicException;
import io.millrace.internal.exchange.InputRecord;
import io.millrace.internal.exchange.LaneEvent;
import io.millrace.internal.exchange.Origin;
import io.millrace.internal.plan.Planner;
import io.millrace.processor.Record;
import io.millrace.runtime.DeadLetterHeaders;
import io.millrace.runtime.ErrorSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.topology.TopologyBuilder;
import io.millrace.trace.TraceStep;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** How large dead letters are, and what becomes of those that are too large. */
class DeadLetterWriterTest {

    private static final String LARGE_VALUE = "x".repeat(50_000);

    private final SteppedStage stage = new SteppedStage();

    @Test
    void aLetterThatIsTooLargeGoesWithoutItsValue() {
        stage.writer.largest = LARGE_VALUE.length();

        SteppedStage.work(failing());

        assertThat(stage.writer.outputs).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo(bytes("key"));
            assertThat(letter.value()).isNull();
            assertThat(new RecordHeaders(letter.headers()).lastHeader(DeadLetterHeaders.TRUNCATED))
                    .isNotNull();
        });
    }

    @Test
    void ifNothingOfALetterFitsTheTopologyEndsAndSaysWhatToDo() {
        stage.writer.largest = 0;
        StageWorker worker = failing();

        assertThatExceptionOfType(UnusableDeadLetterTopicException.class)
                .isThrownBy(() -> SteppedStage.work(worker))
                .withMessageContaining("'group-dlt'")
                .withMessageContaining("not even a letter without key and value fits")
                .withMessageContaining("'max.message.bytes'");
        assertThat(stage.writer.outputs).isEmpty();
    }

    /** Each record of a {@code flatMapValues} fails, so that there is a boundary before the one where it does. */
    private StageWorker failing() {
        TopologySettings settings =
                TopologySettings.defaults().withErrors(ErrorSettings.defaults().withPolicy(ErrorPolicy.deadLetter()));
        stage.settings = settings;
        TopologyBuilder builder =
                TopologyBuilder.named("cards").defaultSerdes(SteppedStage.STRING, SteppedStage.STRING);
        builder.<String, String>stream("in")
                .flatMapValues(value -> List.of(value))
                .<String>mapValues(value -> {
                    throw new IllegalArgumentException("refused");
                })
                .to("out");
        StageWorker worker = stage.workerOf(Planner.plan(builder.build(), "group", settings), 0);
        InputRecord read = new InputRecord(bytes("key"), bytes(LARGE_VALUE), List.of(), "CreateTime");
        Record<Object, Object> record = new Record<>(bytes("key"), bytes(LARGE_VALUE), 42, new RecordHeaders());
        stage.input.send(new LaneEvent.Data(
                0, record, new Origin(stage.assignment, 0, 42, 0, read, LARGE_VALUE.length(), TraceStep.NONE)));
        return worker;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
