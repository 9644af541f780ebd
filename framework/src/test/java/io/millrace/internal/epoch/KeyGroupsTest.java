package io.millrace.internal.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyGroupsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16})
    void neighbouringKeysAreSpreadOverAllWorkers(int workers) {
        Map<Integer, Long> keys = IntStream.range(0, 16_000)
                .mapToObj(key -> KeyGroups.IN_THIS_PROCESS.worker(key, workers))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(keys).hasSize(workers);
        assertThat(keys.values()).allMatch(count -> count > 16_000 / workers / 2);
    }

    @Test
    void bytesCountByContent() {
        KeyGroups groups = KeyGroups.IN_THIS_PROCESS;

        assertThat(groups.worker(new byte[] {1, 2, 3}, 50)).isEqualTo(groups.worker(new byte[] {1, 2, 3}, 50));
    }

    @ParameterizedTest
    @EnumSource
    void keysWhoseHashCodesAreThoseOfTheProcessAreGroupedByTheirBytes(Currency currency) {
        KeyGroups groups = KeyGroups.everywhere(key -> key.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(groups.group(currency))
                .isEqualTo(groups.group(currency.name().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void keysWhoseHashCodesJavaFixesNeedNoBytes() {
        KeyGroups groups = KeyGroups.everywhere(key -> {
            throw new IllegalStateException("The bytes of '%s' were asked for".formatted(key));
        });

        assertThat(groups.group("a")).isEqualTo(KeyGroups.IN_THIS_PROCESS.group("a"));
        assertThat(groups.group(7L)).isEqualTo(KeyGroups.IN_THIS_PROCESS.group(7L));
    }

    enum Currency {
        EUR,
        USD
    }
}
