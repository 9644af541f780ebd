package io.millrace.benchmark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.workload.Answer;
import io.millrace.benchmark.workload.AnswerReader;
import io.millrace.benchmark.workload.InputEvent;
import io.millrace.benchmark.workload.W4Hopping;
import org.junit.jupiter.api.Test;

class RawPanesTest {
    private static final long MICROS_BETWEEN = 7_000_000;

    @Test
    void everyUpdateOverSeveralMinutesIsRight() {
        W4Hopping workload = new W4Hopping(3);
        AnswerReader reader = workload.newAnswerReader(100);
        RawPanes panes = new RawPanes();

        for (long eventId = 0; eventId < 100; eventId++) {
            long eventTime = 1 + eventId * MICROS_BETWEEN;
            InputEvent event = workload.event(eventId, eventTime);
            RawAnswers.Result result = panes.to(event.key(), event.value());
            assertThat(reader.read(result.value())).isEqualTo(Answer.right(eventId, eventTime));
            assertThat(result.key()).isEqualTo(event.key());
        }
    }
}
