package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.StateSettings;
import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import io.millrace.state.ListState;
import io.millrace.state.MapState;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.support.ManualTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a processor sees of the stores that belong to the key of the record in hand. */
@ParameterizedClass
@EnumSource(StoreType.class)
class KeyedStateTest {

    private static final StoreDefinition<ValueState<String>> NAME =
            Stores.value("name", Serdes.String()).withKeySerde(Serdes.String());
    private static final StoreDefinition<ListState<Integer>> AMOUNTS =
            Stores.list("amounts", Serdes.Integer()).withKeySerde(Serdes.String());
    private static final StoreDefinition<MapState<String, Integer>> BY_SHOP =
            Stores.map("by-shop", Serdes.String(), Serdes.Integer()).withKeySerde(Serdes.String());
    private static final StoreDefinition<MapState<byte[], Integer>> BY_BYTES =
            Stores.map("by-bytes", Serdes.ByteArray(), Serdes.Integer()).withKeySerde(Serdes.String());

    private final SteppedStores stores;
    private final ValueState<String> name;
    private final ListState<Integer> amounts;
    private final MapState<String, Integer> byShop;

    KeyedStateTest(StoreType type, @TempDir Path directory) {
        StateSettings settings = StateSettings.defaults().withStoreType(type).withDirectory(directory);
        stores = new SteppedStores(settings, new ManualTime(), new Changelog(), 1, NAME, AMOUNTS, BY_SHOP, BY_BYTES);
        name = stores.view(NAME);
        amounts = stores.view(AMOUNTS);
        byShop = stores.view(BY_SHOP);
        stores.at("ada");
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void aValueBelongsToItsKey() {
        name.set("Ada");

        stores.at("bob");
        assertThat(name.get()).isNull();
        stores.at("ada");
        assertThat(name.get()).isEqualTo("Ada");
    }

    @Test
    void aClearedValueIsGone() {
        name.set("Ada");
        name.clear();

        assertThat(name.get()).isNull();
    }

    @Test
    @SuppressWarnings("NullAway") // what user code may do that is not checked
    void aValueCannotBeNull() {
        assertThatThrownBy(() -> name.set(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("Store 'name' takes no null: use clear()");
    }

    @Test
    void aRecordWithoutAKeyHasNoState() {
        stores.atNoKey();

        assertThatThrownBy(name::get).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aListKeepsItsOrder() {
        IntStream.range(0, 300).forEach(amounts::add);

        assertThat(amounts.get())
                .containsExactlyElementsOf(IntStream.range(0, 300).boxed().toList());
    }

    @Test
    void aListBelongsToItsKey() {
        amounts.add(1);
        stores.at("ad");
        amounts.add(2);
        stores.at("adam");
        amounts.add(3);

        assertThat(amounts.get()).containsExactly(3);
        stores.at("ada");
        assertThat(amounts.get()).containsExactly(1);
    }

    @Test
    void settingAListReplacesIt() {
        addAll(1, 2, 3, 4);
        amounts.set(List.of(9, 8));

        assertThat(amounts.get()).containsExactly(9, 8);
    }

    @Test
    void aListGrowsBehindWhatWasSet() {
        addAll(1);
        amounts.set(List.of(9, 8, 7));
        amounts.add(6);

        assertThat(amounts.get()).containsExactly(9, 8, 7, 6);
    }

    @Test
    void aClearedListIsEmpty() {
        addAll(1, 2);
        amounts.clear();

        assertThat(amounts.get()).isEmpty();
    }

    @Test
    void theListThatIsGivenIsACopy() {
        addAll(1, 2);
        List<Integer> copy = amounts.get();
        copy.add(3);

        assertThat(amounts.get()).containsExactly(1, 2);
    }

    @Test
    void aListWithANullIsRefusedAsAWhole() {
        addAll(1, 2);

        assertThatThrownBy(() -> amounts.set(Arrays.asList(5, null))).isInstanceOf(NullPointerException.class);
        assertThat(amounts.get()).containsExactly(1, 2);
    }

    @Test
    void aMapBelongsToItsKey() {
        byShop.put("bakery", 1);
        stores.at("bob");
        byShop.put("bakery", 2);

        assertThat(byShop.get("bakery")).isEqualTo(2);
        stores.at("ada");
        assertThat(byShop.get("bakery")).isEqualTo(1);
    }

    @Test
    void aMapGivesItsEntriesInOrder() {
        byShop.put("florist", 2);
        byShop.put("bakery", 1);
        stores.at("bob");
        byShop.put("cinema", 3);

        stores.at("ada");
        assertThat(shops()).containsExactly("bakery=1", "florist=2");
    }

    @Test
    void whatIsRemovedFromAMapIsGone() {
        byShop.put("bakery", 1);
        byShop.put("florist", 2);
        byShop.remove("bakery");

        assertThat(shops()).containsExactly("florist=2");
    }

    @Test
    void aClearedMapIsEmptyAndOthersAreNot() {
        byShop.put("bakery", 1);
        stores.at("bob");
        byShop.put("bakery", 2);
        byShop.clear();

        assertThat(shops()).isEmpty();
        stores.at("ada");
        assertThat(shops()).containsExactly("bakery=1");
    }

    @Test
    void aPartOfAMapIsReadInTheOrderOfItsKeys() {
        List.of("d", "b", "a", "c", "ca").forEach(shop -> byShop.put(shop, 1));
        stores.at("adam");
        byShop.put("b", 2);
        stores.at("ada");

        try (EntryIterator<String, Integer> entries = byShop.range("b", "c")) {
            assertThat(entries).toIterable().extracting(Entry::key).containsExactly("b", "c");
        }
        try (EntryIterator<String, Integer> entries = byShop.range("c", "b")) {
            assertThat(entries.hasNext()).isFalse();
        }
    }

    @Test
    void keysOfAMapThatAreArraysCountByContent() {
        MapState<byte[], Integer> byBytes = stores.view(BY_BYTES);
        byBytes.put(new byte[] {1}, 5);

        assertThat(byBytes.get(new byte[] {1})).isEqualTo(5);
        try (EntryIterator<byte[], Integer> entries = byBytes.entries()) {
            assertThat(entries.next().key()).containsExactly(1);
        }
    }

    private void addAll(int... elements) {
        Arrays.stream(elements).forEach(amounts::add);
    }

    private List<String> shops() {
        List<String> shops = new ArrayList<>();
        try (EntryIterator<String, Integer> entries = byShop.entries()) {
            entries.forEachRemaining(entry -> shops.add(entry.key() + "=" + entry.value()));
        }
        return shops;
    }
}
