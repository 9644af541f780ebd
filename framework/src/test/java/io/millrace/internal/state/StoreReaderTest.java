package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.runtime.StateSettings;
import io.millrace.state.KeyValueStore;
import io.millrace.state.ListState;
import io.millrace.state.MapState;
import io.millrace.state.StoreDefinition;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.support.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class StoreReaderTest {

    private static final StoreDefinition<ValueState<Long>> LAST =
            Stores.value("last", Serdes.Long()).withKeySerde(Serdes.String()).withTtl(Duration.ofSeconds(10));
    private static final StoreDefinition<ListState<String>> LIST =
            Stores.list("list", Serdes.String()).withKeySerde(Serdes.String());
    private static final StoreDefinition<MapState<String, Long>> MAP =
            Stores.map("map", Serdes.String(), Serdes.Long()).withKeySerde(Serdes.String());

    private final ManualTime time = new ManualTime();
    private final SteppedStores stepped =
            new SteppedStores(StateSettings.defaults(), time, new Changelog(), 2, LAST, LIST, MAP);

    @Test
    void aValueIsFoundWhicheverWorkerHasIt() {
        stepped.at("a").ownersView(LAST).set(1L);
        stepped.at("b").ownersView(LAST).set(2L);
        stepped.at("c").ownersView(LAST).set(3L);

        assertThat(reader("last").get(0, "a")).contains(1L);
        assertThat(reader("last").entries(0)).containsOnly(Map.entry("a", 1L), Map.entry("b", 2L), Map.entry("c", 3L));
    }

    @Test
    void anotherPartitionHasNothing() {
        stepped.at("a").ownersView(LAST).set(1L);

        assertThat(reader("last").get(1, "a")).isEmpty();
        assertThat(reader("last").entries(1)).isEmpty();
        assertThat(reader("last").partitions()).containsExactly(0);
    }

    @Test
    void aListIsReadAsAWhole() {
        ListState<String> list = stepped.at("a").ownersView(LIST);
        list.add("x");
        list.add("y");

        assertThat(reader("list").get(0, "a")).contains(List.of("x", "y"));
        assertThat(reader("list").get(0, "b")).isEmpty();
        assertThat(reader("list").entries(0)).containsOnly(Map.entry("a", List.of("x", "y")));
    }

    @Test
    void aMapIsReadAsAWhole() {
        stepped.at("a").ownersView(MAP).put("x", 1L);

        assertThat(reader("map").entries(0)).containsOnly(Map.entry("a", Map.of("x", 1L)));
    }

    @Test
    void whatHasEndedIsNotSeen() {
        stepped.at("a").ownersView(LAST).set(1L);
        time.advance(Duration.ofSeconds(11));

        assertThat(reader("last").entries(0)).isEmpty();
    }

    @Test
    void keyValueStoresAreReadByTheirOwnKeys() {
        StoreDefinition<KeyValueStore<String, Long>> totals = Stores.keyValue("totals", Serdes.String(), Serdes.Long());
        SteppedStores one = new SteppedStores(StateSettings.defaults(), time, new Changelog(), 1, totals);
        one.at("any").view(totals).put("a", 1L);

        assertThat(one.stores.reader("totals").get(0, "a")).contains(1L);
        assertThat(one.stores.reader("totals").entries(0)).containsOnly(Map.entry("a", 1L));
    }

    @Test
    void aNameThatIsNoStoresIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader("lats"))
                .withMessageContaining("no store 'lats'. Did you mean 'last'?");
    }

    private StoreReader reader(String store) {
        return stepped.stores.reader(store);
    }
}
