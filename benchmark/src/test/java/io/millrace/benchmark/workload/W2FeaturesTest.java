package io.millrace.benchmark.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class W2FeaturesTest {
    private static final long MINUTE = 60_000_000;
    private static final long START = 28_000_000 * MINUTE;
    private static final long START_MILLIS = START / 1_000;

    private final Workload workload = new W2Features(3);
    private final AnswerReader reader = workload.newAnswerReader(100);

    @BeforeEach
    void answerTheFirstEvents() {
        answer(0, "k0", START_MILLIS, 1, 0.25, START);
        answer(1, "k1", START_MILLIS, 1, 0.5, START);
        answer(3, "k0", START_MILLIS, 2, 1.25, START + 1);
    }

    @Test
    void anEventIsJsonUnderItsKey() {
        InputEvent event = workload.event(7, START);

        assertThat(new String(event.key(), UTF_8)).isEqualTo("k1");
        assertThat(new String(event.value(), UTF_8))
                .isEqualTo("{\"event_id\":7,\"event_time\":%d,\"amount\":2.0,\"group\":\"g9\",\"key\":\"k1\"}"
                        .formatted(START));
    }

    @Test
    void anUpdateCountsAndAddsOneMoreEvent() {
        assertThat(answer(6, "k0", START_MILLIS, 3, 3.0, START + 2)).isEqualTo(Answer.right(6, START + 2));
    }

    @Test
    void everyKeyCountsForItself() {
        assertThat(answer(4, "k1", START_MILLIS, 2, 1.75, START + 2)).isEqualTo(Answer.right(4, START + 2));
        assertThat(answer(2, "k2", START_MILLIS, 1, 0.75, START + 2)).isEqualTo(Answer.right(2, START + 2));
    }

    @Test
    void anEventInTheNextMinuteBeginsAWindow() {
        assertThat(answer(6, "k0", START_MILLIS + 60_000, 1, 1.75, START + MINUTE))
                .isEqualTo(Answer.right(6, START + MINUTE));
    }

    @Test
    void theLastMicrosecondOfAMinuteBelongsToItsWindow() {
        assertThat(answer(6, "k0", START_MILLIS, 3, 3.0, START + MINUTE - 1))
                .isEqualTo(Answer.right(6, START + MINUTE - 1));
    }

    @Test
    void aLostCountIsWrong() {
        assertThat(answer(6, "k0", START_MILLIS, 2, 3.0, START + 2).mistake())
                .hasValueSatisfying(mistake -> assertThat(mistake)
                        .contains("count=2")
                        .contains("instead of")
                        .contains("count=3"));
    }

    @Test
    void aWrongSumIsWrong() {
        assertThat(answer(6, "k0", START_MILLIS, 3, 2.75, START + 2).mistake()).isPresent();
    }

    @Test
    void aWrongKeyIsWrong() {
        assertThat(answer(6, "k1", START_MILLIS, 3, 3.0, START + 2).mistake()).isPresent();
    }

    @Test
    void aCountThatGoesOnOverTheMinuteIsWrong() {
        assertThat(answer(6, "k0", START_MILLIS, 3, 3.0, START + MINUTE).mistake())
                .isPresent();
    }

    @Test
    void aLostCountIsSeenInEveryFurtherUpdateOfTheWindow() {
        answer(6, "k0", START_MILLIS, 2, 3.0, START + 2);

        assertThat(answer(9, "k0", START_MILLIS, 3, 5.5, START + 3).mistake()).isPresent();
    }

    @Test
    void anEventThatWasNeverSentIsReadToo() {
        assertThat(answer(-1, "k2", START_MILLIS, 1, 100, START).eventId()).isEqualTo(-1);
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> reader.read("nonsense".getBytes(UTF_8))).isInstanceOf(JacksonException.class);
    }

    private Answer answer(long eventId, String key, long windowStart, long count, double sum, long eventTime) {
        String json = "{\"event_id\":%d,\"key\":\"%s\",\"window_start\":%d,\"count\":%d,\"sum\":%s,\"event_time\":%d}"
                .formatted(eventId, key, windowStart, count, sum, eventTime);
        return reader.read(json.getBytes(UTF_8));
    }
}
