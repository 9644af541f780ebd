package io.millrace.benchmark.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineSettingsTest {
    @Test
    void aMissingVariableIsNamed() {
        assertThatThrownBy(() -> EngineSettings.from(Map.of("BOOTSTRAP", "127.0.0.1:9092", "IN_TOPIC", "in")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'OUT_TOPIC' is missing");
    }
}
