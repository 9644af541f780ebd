package io.millrace.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JoinWindowsTest {

    @Test
    void bothSidesOfARecordAreInTheWindow() {
        JoinWindows windows = JoinWindows.ofTimeDifferenceAndGrace(Duration.ofSeconds(3), Duration.ofSeconds(1));

        assertThat(windows).isEqualTo(new JoinWindows(3_000, 3_000, 1_000));
        assertThat(windows.size()).isEqualTo(6_000);
    }

    @Test
    void itsEndsCanBeMoved() {
        JoinWindows windows = JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofSeconds(3))
                .before(Duration.ofSeconds(-1))
                .after(Duration.ofSeconds(5));

        assertThat(windows).isEqualTo(new JoinWindows(-1_000, 5_000, 0));
    }

    @Test
    void aWindowThatEndsBeforeItBeginsIsRefused() {
        JoinWindows windows = JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofSeconds(3));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> windows.before(Duration.ofSeconds(-4)))
                .withMessageContaining("from -4000 ms before a record to 3000 ms behind it");
    }

    @Test
    void negativeTimesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofSeconds(-1)))
                .withMessageContaining("time difference of PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JoinWindows.ofTimeDifferenceAndGrace(Duration.ZERO, Duration.ofMillis(-1)))
                .withMessageContaining("grace of -1 ms");
    }
}
