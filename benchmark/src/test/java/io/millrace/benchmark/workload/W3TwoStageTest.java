package io.millrace.benchmark.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class W3TwoStageTest {
    private static final long TIME = 1_700_000_000_000_000L;

    // With 1,000 keys, group 'g5' has the events 5, 105, ..., 905 and, one place on, 1004: eleven of 1,005.
    private final Workload workload = new W3TwoStage(1_000);
    private final AnswerReader reader = workload.newAnswerReader(1_005);

    @Test
    void theEventsAreThoseOfW2() {
        Workload w2 = new W2Features(1_000);

        assertThat(workload.event(1_234, TIME).value())
                .isEqualTo(w2.event(1_234, TIME).value());
        assertThat(workload.event(1_234, TIME).key())
                .isEqualTo(w2.event(1_234, TIME).key());
    }

    @Test
    void countsFromOneToTheNumberOfEventsAreRightInAnyOrder() {
        assertThat(answer(105, "g5", 2)).isEqualTo(Answer.right(105, TIME));
        assertThat(answer(5, "g5", 1)).isEqualTo(Answer.right(5, TIME));
        assertThat(answer(1_004, "g5", 11)).isEqualTo(Answer.right(1_004, TIME));
    }

    @Test
    void everyGroupCountsForItself() {
        assertThat(answer(5, "g5", 1)).isEqualTo(Answer.right(5, TIME));
        assertThat(answer(6, "g6", 1)).isEqualTo(Answer.right(6, TIME));
    }

    @Test
    void aLostEventLeavesACountTwice() {
        answer(5, "g5", 1);

        assertThat(answer(105, "g5", 1).mistake()).hasValue("count 1, as another event of group 'g5'");
    }

    @Test
    void anEventThatWasCountedTwiceLeavesACountThatIsTooHigh() {
        assertThat(answer(1_004, "g5", 12).mistake()).hasValue("count 12, but group 'g5' has 11 events");
    }

    @Test
    void aCountBelowOneIsWrong() {
        assertThat(answer(5, "g5", 0).mistake()).hasValue("count 0, but group 'g5' has 11 events");
    }

    @Test
    void anotherGroupThanTheEventsIsWrong() {
        assertThat(answer(5, "g6", 1).mistake()).hasValue("group 'g6' instead of 'g5'");
    }

    @Test
    void aResultWithoutAGroupIsWrong() {
        Answer answer = reader.read("{\"event_id\":5,\"count\":1,\"event_time\":42}".getBytes(UTF_8));

        assertThat(answer).isEqualTo(Answer.wrong(5, 42, "group 'null' instead of 'g5'"));
    }

    @Test
    void anEventThatWasNeverSentIsReadToo() {
        assertThat(answer(-1, "g98", 1).eventId()).isEqualTo(-1);
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> reader.read("nonsense".getBytes(UTF_8))).isInstanceOf(JacksonException.class);
    }

    private Answer answer(long eventId, String group, long count) {
        String json = "{\"event_id\":%d,\"group\":\"%s\",\"count\":%d,\"event_time\":%d}"
                .formatted(eventId, group, count, TIME);
        return reader.read(json.getBytes(UTF_8));
    }
}
