package io.millrace.benchmark.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.workload.Answer;
import io.millrace.benchmark.workload.AnswerReader;
import io.millrace.benchmark.workload.InputEvent;
import io.millrace.benchmark.workload.W3TwoStage;
import org.junit.jupiter.api.Test;

class RawCountersTest {
    private final W3TwoStage workload = new W3TwoStage(3);
    private final RawCounters counters = new RawCounters();

    @Test
    void everyEventIsCountedOnce() {
        AnswerReader reader = workload.newAnswerReader(1_000);

        for (long eventId = 0; eventId < 1_000; eventId++) {
            assertThat(reader.read(counted(eventId).value())).isEqualTo(Answer.right(eventId, eventId + 1));
        }
    }

    @Test
    void aResultHasItsGroupForAKey() {
        assertThat(new String(counted(0).key(), UTF_8)).isEqualTo("g0");
    }

    private RawAnswers.Result counted(long eventId) {
        InputEvent event = workload.event(eventId, eventId + 1);
        return counters.to(event.key(), event.value());
    }
}
