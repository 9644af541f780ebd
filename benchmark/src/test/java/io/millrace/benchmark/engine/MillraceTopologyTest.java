package io.millrace.benchmark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MillraceTopologyTest {
    @Test
    void countingKeepsItsWindowsInOneNamedStore() {
        assertThat(MillraceTopology.of(settings("W2")).describe()).contains("aggregate-w2");
    }

    @Test
    void countingByGroupShufflesToAStageOfItsOwn() {
        assertThat(MillraceTopology.of(settings("W3")).describe()).contains("group (shuffle by key", "aggregate-w3");
    }

    @Test
    void hoppingWindowsAreInOneNamedStore() {
        assertThat(MillraceTopology.of(settings("W4")).describe()).contains("w4");
    }

    @Test
    void anUnknownWorkloadIsRefused() {
        assertThatThrownBy(() -> MillraceTopology.of(settings("W9")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("WORKLOAD is 'W9'");
    }

    private static EngineSettings settings(String workload) {
        return new EngineSettings("127.0.0.1:9092", "in", "out", workload, "test", Path.of("state"));
    }
}
