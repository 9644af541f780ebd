package io.millrace.benchmark.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class W4HoppingTest {
    private static final long SECOND = 1_000_000;
    private static final long START = 28_000_000L * 60 * SECOND;
    private static final long START_MILLIS = START / 1_000;
    private static final long FIRST_WINDOW = START_MILLIS - 50_000;

    private final Workload workload = new W4Hopping(3);
    private final AnswerReader reader = workload.newAnswerReader(100);

    @BeforeEach
    void answerTheFirstEvents() {
        answer(0, "k0", FIRST_WINDOW, 1, 0.25, START);
        answer(1, "k1", FIRST_WINDOW, 1, 0.5, START);
        answer(3, "k0", FIRST_WINDOW, 2, 1.25, START + 1);
    }

    @Test
    void windowsHaveJustEndedInTheFirstSecondOfEachStep() {
        W4Hopping workload = new W4Hopping(10);

        assertThat(workload.isJustAfterWindows(20_999_999)).isTrue();
        assertThat(workload.isJustAfterWindows(21_000_000)).isFalse();
        assertThat(workload.isJustAfterWindows(19_999_999)).isFalse();
        assertThat(workload.isJustAfterWindows(20_000_000)).isTrue();
    }

    @Test
    void anUpdateIsOfTheWindowThatEndsFirst() {
        assertThat(answer(6, "k0", FIRST_WINDOW, 3, 3.0, START + 10 * SECOND - 1))
                .isEqualTo(Answer.right(6, START + 10 * SECOND - 1));
    }

    @Test
    void theNextWindowHasTheEventsOfTheOneBeforeThatLieInIt() {
        assertThat(answer(6, "k0", FIRST_WINDOW + 10_000, 3, 3.0, START + 10 * SECOND))
                .isEqualTo(Answer.right(6, START + 10 * SECOND));
    }

    @Test
    void aMinuteLaterNothingIsLeft() {
        assertThat(answer(6, "k0", START_MILLIS, 3, 3.0, START + 50 * SECOND).mistake())
                .isEmpty();
        assertThat(answer(9, "k0", START_MILLIS + 10_000, 2, 4.25, START + 60 * SECOND)
                        .mistake())
                .isEmpty();
        assertThat(answer(4, "k1", START_MILLIS + 3_600_000, 1, 1.25, START + 3_650 * SECOND)
                        .mistake())
                .isEmpty();
    }

    @Test
    void aWindowThatLostAnEventIsWrong() {
        assertThat(answer(6, "k0", FIRST_WINDOW, 2, 2.75, START + 2).mistake()).isPresent();
    }

    @Test
    void anotherWindowIsWrong() {
        assertThat(answer(6, "k0", FIRST_WINDOW + 10_000, 3, 3.0, START + 2).mistake())
                .isPresent();
    }

    private Answer answer(long eventId, String key, long windowStart, long count, double sum, long eventTime) {
        String json = "{\"event_id\":%d,\"key\":\"%s\",\"window_start\":%d,\"count\":%d,\"sum\":%s,\"event_time\":%d}"
                .formatted(eventId, key, windowStart, count, sum, eventTime);
        return reader.read(json.getBytes(UTF_8));
    }
}
