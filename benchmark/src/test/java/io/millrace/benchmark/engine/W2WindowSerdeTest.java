package io.millrace.benchmark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.workload.W2Window;
import org.junit.jupiter.api.Test;

class W2WindowSerdeTest {
    private final W2WindowSerde serde = new W2WindowSerde();

    @Test
    void aWindowComesBackAsItWas() {
        W2Window window = new W2Window(1_700_000_040_000L, 3, 10.25, 4711, 1_700_000_041_123_456L);

        byte[] bytes = serde.serializer().serialize("changelog", window);

        assertThat(bytes).hasSize(40);
        assertThat(serde.deserializer().deserialize("changelog", bytes)).isEqualTo(window);
    }

    @Test
    void nothingStaysNothing() {
        assertThat(serde.serializer().serialize("changelog", null)).isNull();
        assertThat(serde.deserializer().deserialize("changelog", null)).isNull();
    }
}
