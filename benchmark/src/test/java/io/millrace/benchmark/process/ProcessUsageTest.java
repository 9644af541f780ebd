package io.millrace.benchmark.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessUsageTest {
    @Test
    void cpuTimeIsUserPlusKernelTicks() {
        String stat = "4711 (java) S 1 4711 4711 0 -1 4194304 90000 0 12 0 1234 66 0 0 20 0 40 0 100 5000 600\n";

        assertThat(ProcessUsage.cpuSeconds(stat)).isEqualTo(13.0);
    }

    @Test
    void aCommandWithSpacesAndParenthesesDoesNotShiftTheFields() {
        String stat = "4711 (a) b (c) S 1 4711 4711 0 -1 4194304 90000 0 12 0 150 50 0 0 20 0 40 0 100 5000 600\n";

        assertThat(ProcessUsage.cpuSeconds(stat)).isEqualTo(2.0);
    }

    @Test
    void residentMemoryIsThatOfNowInBytes() {
        List<String> status = List.of("VmHWM:\t  123456 kB", "VmRSS:\t 100 kB");

        assertThat(ProcessUsage.residentBytes(status)).isEqualTo(102_400);
    }

    @Test
    void peakMemoryIsTheHighWaterMarkInBytes() {
        List<String> status = List.of("Name:\tjava", "VmPeak:\t 9999 kB", "VmHWM:\t  123456 kB", "VmRSS:\t 100 kB");

        assertThat(ProcessUsage.peakMemoryBytes(status)).isEqualTo(123_456L * 1_024);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessHasAUsage() {
        ProcessUsage usage = ProcessUsage.of(ProcessHandle.current().pid());

        assertThat(usage.cpuSeconds()).isPositive();
        assertThat(usage.peakMemoryBytes()).isGreaterThan(1_048_576);
    }

    @Test
    void aProcessThatHasEndedIsReported() {
        assertThatThrownBy(() -> ProcessUsage.of(Long.MAX_VALUE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("has it ended?");
    }
}
