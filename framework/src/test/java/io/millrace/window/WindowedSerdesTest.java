package io.millrace.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

/** What windowed keys look like as bytes; that these are Kafka Streams' is seen where results are compared. */
class WindowedSerdesTest {

    private final Serde<Windowed<String>> timeWindowed =
            WindowedSerdes.timeWindowed(Serdes.String(), Duration.ofMillis(10));
    private final Serde<Windowed<String>> sessionWindowed = WindowedSerdes.sessionWindowed(Serdes.String());

    @Test
    void aKeyInAWindowOfKnownSizeIsTheKeyAndTheStart() {
        Windowed<String> windowed = new Windowed<>("a", new Window(258, 268));

        byte[] bytes = timeWindowed.serializer().serialize("t", windowed);

        assertThat(bytes).containsExactly('a', 0, 0, 0, 0, 0, 0, 1, 2);
        assertThat(timeWindowed.deserializer().deserialize("t", bytes)).isEqualTo(windowed);
    }

    @Test
    void aKeyInASessionIsTheKeyTheEndAndTheStart() {
        Windowed<String> windowed = new Windowed<>("a", new Window(1, 2));

        byte[] bytes = sessionWindowed.serializer().serialize("t", new RecordHeaders(), windowed);

        assertThat(bytes).containsExactly('a', 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(sessionWindowed.deserializer().deserialize("t", new RecordHeaders(), bytes))
                .isEqualTo(windowed);
    }

    @Test
    void nothingStaysNothing() {
        assertThat(timeWindowed.serializer().serialize("t", null)).isNull();
        assertThat(timeWindowed.deserializer().deserialize("t", (byte[]) null)).isNull();
    }

    @Test
    void tooFewBytesAreRefused() {
        assertThatThrownBy(() -> timeWindowed.deserializer().deserialize("t", new byte[7]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7 bytes of 't' are no windowed key");
    }

    @Test
    void aWindowedKeyDoesNotShowItsKey() {
        assertThat(new Windowed<>("secret", new Window(0, 1))).asString().doesNotContain("secret");
    }
}
