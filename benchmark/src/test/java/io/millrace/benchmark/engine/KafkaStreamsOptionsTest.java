package io.millrace.benchmark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmark.engine.KafkaStreamsOptions.Delivery;
import io.millrace.benchmark.engine.KafkaStreamsOptions.Store;
import io.millrace.benchmark.engine.KafkaStreamsOptions.Windows;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaStreamsOptionsTest {
    @Test
    void withoutVariablesItIsTheFastestThatIsWrittenAsUsual() {
        assertThat(KafkaStreamsOptions.from(Map.of()))
                .isEqualTo(new KafkaStreamsOptions(Delivery.AT_LEAST_ONCE, Store.IN_MEMORY, Windows.BY_DSL));
    }

    @Test
    void variablesChooseAsTheyAreDocumented() {
        assertThat(KafkaStreamsOptions.from(
                        Map.of("DELIVERY", "exactly-once", "STORE", "rocksdb", "WINDOWS", "by-aggregate")))
                .isEqualTo(new KafkaStreamsOptions(Delivery.EXACTLY_ONCE, Store.ROCKSDB, Windows.BY_AGGREGATE));
    }

    @Test
    void anUnknownChoiceIsRefusedWithAllThatAreKnown() {
        assertThatThrownBy(() -> KafkaStreamsOptions.from(Map.of("STORE", "disk")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Environment variable 'STORE' is 'disk'; it must be one of 'in-memory', 'rocksdb'.");
    }
}
