package io.millrace.benchmark.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldMemoryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4711:\n garbage-first heap   total 262144K, used 5120K [0x0000000080000000, 0x0000000100000000)\n",
                "4711:\n garbage-first heap   total reserved 2097152K, committed 262144K, used 5120K [0x00, 0x01)\n"
            })
    void theHeapIsWhatIsUsedOfIt(String heapInfo) {
        assertThat(HeldMemory.heapBytes(heapInfo)).isEqualTo(5_120 * 1_024);
    }

    @Test
    void anotherAnswerIsShown() {
        assertThatThrownBy(() -> HeldMemory.heapBytes("no such process"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no such process");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessHoldsMemory() throws InterruptedException {
        HeldMemory held = HeldMemory.of(ProcessHandle.current().pid());

        assertThat(held.heapBytes()).isPositive();
        assertThat(held.residentBytes()).isGreaterThan(held.heapBytes());
    }

    @Test
    void aProcessThatHasEndedIsReported() {
        assertThatThrownBy(() -> HeldMemory.of(Integer.MAX_VALUE))
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("GC.run");
    }
}
