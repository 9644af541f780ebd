package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestartPolicyTest {

    @ParameterizedTest
    @CsvSource({"1, PT1S", "2, PT2S", "3, PT4S", "6, PT32S", "7, PT1M", "8, PT1M"})
    void thePauseDoublesUpToTheLongest(int attempt, Duration pause) {
        assertThat(RestartPolicy.defaults().backoff(attempt)).isEqualTo(pause);
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 64, 65, 1_000, Integer.MAX_VALUE})
    void manyAttemptsDoNotOverflow(int attempt) {
        assertThat(RestartPolicy.defaults().backoff(attempt)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void longPausesDoNotOverflow() {
        RestartPolicy policy = new RestartPolicy(5, Duration.ofDays(10_000), Duration.ofDays(100_000));

        assertThat(IntStream.rangeClosed(1, 100).mapToObj(policy::backoff))
                .allMatch(pause -> pause.compareTo(Duration.ofDays(10_000)) >= 0)
                .allMatch(pause -> pause.compareTo(Duration.ofDays(100_000)) <= 0);
    }

    @Test
    void thereMayBeNoPause() {
        assertThat(new RestartPolicy(5, Duration.ZERO, Duration.ZERO).backoff(20))
                .isZero();
    }

    @Test
    void attemptsAreNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RestartPolicy(-1, Duration.ZERO, Duration.ZERO))
                .withMessage("maxAttempts is -1: give 0 or more");
    }

    @Test
    void theFirstPauseIsNotLongerThanTheLast() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RestartPolicy(1, Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }

    @Test
    void thePauseIsNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RestartPolicy(1, Duration.ofSeconds(-1), Duration.ofSeconds(1)));
    }
}
