package io.millrace.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stored forms: they stay as they are, and what is none of them is refused. */
class AggregateSerdeTest {

    private static final Serde<TopN<String>> TOP = Aggregations.topN(
                    2, Comparator.<String>naturalOrder(), Serdes.String())
            .serde();

    /** An aggregate of each kind. */
    static List<Map.Entry<Serde<?>, Object>> aggregates() {
        return List.of(
                Map.entry(DoubleSum.SERDE, DoubleSum.of(1.5)),
                Map.entry(Average.SERDE, Average.of(1.5)),
                Map.entry(TOP, new TopN<>(List.of("b", "a"))),
                Map.entry(DistinctCount.SERDE, DistinctCount.NONE.plus(17)));
    }

    @Test
    void theFormsAreThoseThatStoresHold() {
        assertThat(Aggregating.bytes(DoubleSum.SERDE, DoubleSum.of(1.0)))
                .asHexString()
                .isEqualTo("11" + "3FF0000000000000" + "0000000000000000");
        assertThat(Aggregating.bytes(Average.SERDE, Average.of(1.0)))
                .asHexString()
                .isEqualTo("21" + "0000000000000001" + "3FF0000000000000" + "0000000000000000");
        assertThat(Aggregating.bytes(TOP, new TopN<>(List.of("b", "a"))))
                .asHexString()
                .isEqualTo("31" + "00000002" + "00000001" + "62" + "00000001" + "61");
        assertThat(Aggregating.bytes(DistinctCount.SERDE, DistinctCount.NONE.plus(17)))
                .asHexString()
                .isEqualTo("41" + "0001" + "0000000000000011");
    }

    @ParameterizedTest
    @MethodSource("aggregates")
    void bytesOfAnotherAggregationAreRefused(Map.Entry<Serde<?>, Object> entry) {
        byte[] bytes = bytes(entry);
        aggregates().stream()
                .map(Map.Entry::getKey)
                .filter(serde -> serde != entry.getKey())
                .forEach(other -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> Aggregating.read(other, bytes))
                        .withMessageContaining("another aggregation or a newer version of Millrace wrote them"));
    }

    @ParameterizedTest
    @MethodSource("aggregates")
    void bytesThatEndTooEarlyAreRefused(Map.Entry<Serde<?>, Object> entry) {
        byte[] bytes = bytes(entry);

        for (int length = 1; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Aggregating.read(entry.getKey(), part))
                    .withMessageStartingWith(length + " bytes of 'store' are a damaged ");
        }
    }

    @ParameterizedTest
    @MethodSource("aggregates")
    void bytesThatGoOnAreRefused(Map.Entry<Serde<?>, Object> entry) {
        byte[] bytes = bytes(entry);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Aggregating.read(entry.getKey(), Arrays.copyOf(bytes, bytes.length + 1)))
                .withMessageContaining("are a damaged ");
    }

    @ParameterizedTest
    @MethodSource("aggregates")
    void noBytesAreRefused(Map.Entry<Serde<?>, Object> entry) {
        assertThatIllegalArgumentException().isThrownBy(() -> Aggregating.read(entry.getKey(), new byte[0]));
    }

    @ParameterizedTest
    @MethodSource("aggregates")
    void nullStaysNull(Map.Entry<Serde<?>, Object> entry) {
        assertThat(entry.getKey().deserializer().deserialize("store", (byte[]) null))
                .isNull();
        assertThat(entry.getKey().serializer().serialize("store", null)).isNull();
    }

    @SuppressWarnings("unchecked") // each entry fits together
    private static byte[] bytes(Map.Entry<Serde<?>, Object> entry) {
        return Aggregating.bytes((Serde<Object>) entry.getKey(), entry.getValue());
    }
}
