package io.millrace.benchmark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.workload.W2Window;
import io.millrace.benchmark.workload.W3Counter;
import io.millrace.benchmark.workload.W4Sum;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class FixedSizeSerdeTest {
    @Test
    void aWindowComesBackFromFortyBytes() {
        assertThatItComesBack(
                new W2Window(1_700_000_040_000L, 3, 10.25, 4711, 1_700_000_041_123_456L),
                FixedSizeSerde.ofWindow(),
                40);
    }

    @Test
    void aCounterComesBackFromTwentyFourBytes() {
        assertThatItComesBack(new W3Counter(3, 4711, 1_700_000_041_123_456L), FixedSizeSerde.ofCounter(), 24);
    }

    @Test
    void aSumComesBackFromThirtyTwoBytes() {
        assertThatItComesBack(new W4Sum(3, 10.25, 4711, 1_700_000_041_123_456L), FixedSizeSerde.ofSum(), 32);
    }

    @Test
    void nothingStaysNothing() {
        assertThat(FixedSizeSerde.ofCounter().serializer().serialize("changelog", null))
                .isNull();
        assertThat(FixedSizeSerde.ofCounter().deserializer().deserialize("changelog", null))
                .isNull();
    }

    private static <T> void assertThatItComesBack(T aggregate, Serde<T> serde, int size) {
        byte[] bytes = serde.serializer().serialize("changelog", aggregate);

        assertThat(bytes).hasSize(size);
        assertThat(serde.deserializer().deserialize("changelog", bytes)).isEqualTo(aggregate);
    }
}
