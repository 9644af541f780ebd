package io.millrace.internal.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyGroupsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16})
    void neighbouringKeysAreSpreadOverAllWorkers(int workers) {
        Map<Integer, Long> keys = IntStream.range(0, 16_000)
                .mapToObj(key -> KeyGroups.worker(key, workers))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(keys).hasSize(workers);
        assertThat(keys.values()).allMatch(count -> count > 16_000 / workers / 2);
    }

    @Test
    void bytesCountByContent() {
        assertThat(KeyGroups.worker(new byte[] {1, 2, 3}, 50)).isEqualTo(KeyGroups.worker(new byte[] {1, 2, 3}, 50));
    }
}
