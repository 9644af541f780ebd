package io.millrace.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.RestartPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private final Attempts attempts = new Attempts(new RestartPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(60)));

    @Test
    void attemptsAreUsedUpAfterAsManyAsThePolicyGives() {
        attempts.next(false);
        assertThat(attempts.areUsedUp()).isFalse();

        attempts.next(false);

        assertThat(attempts.areUsedUp()).isTrue();
    }

    @Test
    void freeAttemptsUseUpNothing() {
        for (int attempt = 0; attempt < 10; attempt++) {
            attempts.next(true);
        }

        assertThat(attempts.areUsedUp()).isFalse();
    }

    @Test
    void pausesGrowWithFreeAttemptsToo() {
        assertThat(attempts.next(true)).isEqualTo(Duration.ofSeconds(1));
        assertThat(attempts.next(true)).isEqualTo(Duration.ofSeconds(2));
        assertThat(attempts.next(false)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void progressGivesAllAttemptsBack() {
        attempts.next(false);
        attempts.next(false);

        attempts.reset();

        assertThat(attempts.areUsedUp()).isFalse();
        assertThat(attempts.next(false)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aPolicyWithoutRestartsIsUsedUpFromTheStart() {
        assertThat(new Attempts(new RestartPolicy(0, Duration.ZERO, Duration.ZERO)).areUsedUp())
                .isTrue();
    }

    @Test
    void theLogShowsWhatIsCounted() {
        attempts.next(true);
        attempts.next(false);

        assertThat(attempts).hasToString("1 of 2 restarts used up");
    }
}
