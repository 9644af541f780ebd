package io.millrace.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.internal.plan.Division;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class MarkerTest {

    @Test
    void whatIsWrittenIsRead() {
        Marker marker = new Marker(
                "app-fraud-1",
                42,
                Division.BY_PARTITION,
                Map.of(new TopicPartition("payments", 3), 17L, new TopicPartition("cards.v2", 3), 0L));

        assertThat(Marker.of(marker.value(), 3)).isEqualTo(marker);
        assertThat(marker.value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("1;app-fraud-1;42;cards.v2=0,payments=17");
    }

    @Test
    void thatOfStateWhichIsNotDividedNamesPartitions() {
        Marker marker = new Marker(
                "app-fraud-1",
                42,
                Division.UNDIVIDED,
                Map.of(
                        new TopicPartition("payments", 0), 17L,
                        new TopicPartition("payments", 11), 5L,
                        new TopicPartition("cards.v2", 0), 0L));

        assertThat(Marker.of(marker.value(), 0)).isEqualTo(marker);
        assertThat(marker.value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("2;app-fraud-1;42;cards.v2:0=0,payments:0=17,payments:11=5");
    }

    @Test
    void theKeyIsKnownAgain() {
        assertThat(Marker.isKey(Marker.key())).isTrue();
        assertThat(Marker.isKey(null)).isFalse();
        assertThat(Marker.isKey("key".getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void whatIsNoMarkerIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Marker.of(null, 0));
        for (String text : List.of("9;x;1;a=1", "2;whatever", "2;x;1;a=1", "2;x;1;a:b=1", "1;x;1;a=b")) {
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> Marker.of(text.getBytes(StandardCharsets.UTF_8), 0));
        }
    }
}
