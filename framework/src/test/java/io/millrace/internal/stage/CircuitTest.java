package io.millrace.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.ErrorSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircuitTest {

    private static final long SECOND = 1_000_000_000;

    private final Circuit circuit = new Circuit(new ErrorSettings.Circuit(3, Duration.ofSeconds(10)));

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 1, Long.MIN_VALUE, -SECOND})
    void itTakesAsManyAsItMayAndNotOneMore(long start) {
        assertThat(circuit.takes(start)).isTrue();
        assertThat(circuit.takes(start + 1)).isTrue();
        assertThat(circuit.takes(start + SECOND)).isTrue();
        assertThat(circuit.takes(start + SECOND)).isFalse();
    }

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        circuit.takes(0);
        circuit.takes(5 * SECOND);
        circuit.takes(9 * SECOND);

        assertThat(circuit.takes(10 * SECOND)).isTrue();
        assertThat(circuit.takes(14 * SECOND)).isFalse();
    }

    @Test
    void allIsForgottenAfterALongTime() {
        for (int times = 0; times < 3; times++) {
            circuit.takes(0);
        }

        assertThat(circuit.takes(1_000 * SECOND)).isTrue();
    }

    @Test
    void withoutABoundItNeverOpens() {
        Circuit open = new Circuit(new ErrorSettings.Circuit(Integer.MAX_VALUE, Duration.ofDays(1_000)));
        for (int times = 0; times < 10_000; times++) {
            assertThat(open.takes(times)).isTrue();
        }
    }
}
