package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkerTest {

    @Test
    void whatIsWrittenIsRead() {
        Marker marker = new Marker("app-fraud-1", 42, Map.of("payments", 17L, "cards.v2", 0L));

        assertThat(Marker.of(marker.value())).isEqualTo(marker);
    }

    @Test
    void theKeyIsKnownAgain() {
        assertThat(Marker.isKey(Marker.key())).isTrue();
        assertThat(Marker.isKey(null)).isFalse();
        assertThat(Marker.isKey("key".getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void whatIsNoMarkerIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Marker.of(null));
        assertThatIllegalArgumentException().isThrownBy(() -> Marker.of("9;x;1;a=1".getBytes(StandardCharsets.UTF_8)));
    }
}
