package io.millrace.internal.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class KeyWindowsSerdeTest {

    private final KeyWindowsSerde<String> serde = new KeyWindowsSerde<>(
            Serdes.String(), new TimeShape<Object, Object, String>(5, 5, 0, (key, value, aggregate) -> ""));

    @Test
    void windowsComeBackAsTheyWere() {
        KeyWindows<String> read = read(write(windows(new byte[] {1, 2})));

        assertThat(read.size()).isEqualTo(2);
        assertThat(read.start(1)).isEqualTo(10);
        assertThat(read.time(1)).isEqualTo(14);
        assertThat(read.aggregate(0)).isEqualTo("one");
        assertThat(read.aggregate(1)).isEqualTo("");
        assertThat(read.mark(1)).isEqualTo((byte) 2);
        assertThat(read.closedTo()).isEqualTo(7);
    }

    @Test
    void windowsWithoutMarksComeBackWithoutThem() {
        assertThat(read(write(windows(KeyWindows.UNMARKED))).hasMarks()).isFalse();
    }

    @Test
    void theFormStays() {
        assertThat(write(windows(KeyWindows.UNMARKED)))
                .containsExactly(
                        0x57, 0, // form, no marks
                        0, 0, 0, 0, 0, 0, 0, 7, // closed to
                        0, 0, 0, 2, // windows
                        0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 3, 'o', 'n', 'e', //
                        0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 14, 0, 0, 0, 0);
    }

    @Test
    void otherBytesAreRefused() {
        byte[] written = write(windows(KeyWindows.UNMARKED));

        assertThatThrownBy(() -> read(new byte[] {1, 2, 3})).hasMessageContaining("3 bytes of 'store' are no windows");
        assertThatThrownBy(() -> read(Arrays.copyOf(written, written.length - 1)))
                .hasMessageContaining("are no windows");
    }

    private static KeyWindows<String> windows(byte[] marks) {
        return new KeyWindows<>(new long[] {5, 10}, new long[] {6, 14}, new Object[] {"one", ""}, marks, 7);
    }

    private byte[] write(KeyWindows<String> windows) {
        return serde.serializer().serialize("store", windows);
    }

    private KeyWindows<String> read(byte[] bytes) {
        return Objects.requireNonNull(serde.deserializer().deserialize("store", bytes));
    }
}
