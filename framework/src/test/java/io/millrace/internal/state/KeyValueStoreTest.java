package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.internal.epoch.Shard;
import io.millrace.runtime.StateSettings;
import io.millrace.state.Entry;
import io.millrace.state.EntryIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.support.ManualTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a processor sees of a key-value store, wherever it keeps its entries. */
@ParameterizedClass
@EnumSource(StoreType.class)
class KeyValueStoreTest {

    private static final StoreDefinition<KeyValueStore<String, String>> LIMITS =
            Stores.keyValue("limits", Serdes.String(), Serdes.String());
    private static final StoreDefinition<KeyValueStore<byte[], Integer>> COUNTS =
            Stores.keyValue("counts", Serdes.ByteArray(), Serdes.Integer());

    private final SteppedStores stores;
    private final KeyValueStore<String, String> limits;
    private final KeyValueStore<byte[], Integer> counts;

    KeyValueStoreTest(StoreType type, @TempDir Path directory) {
        StateSettings settings = StateSettings.defaults().withStoreType(type).withDirectory(directory);
        stores = new SteppedStores(settings, new ManualTime(), new Changelog(), 1, LIMITS, COUNTS);
        limits = stores.view(LIMITS);
        counts = stores.view(COUNTS);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void givesWhatWasPutLast() {
        limits.put("ada", "10");
        limits.put("ada", "20");

        assertThat(limits.get("ada")).isEqualTo("20");
    }

    @Test
    void givesNullForWhatWasNeverPut() {
        assertThat(limits.get("ada")).isNull();
    }

    @Test
    void puttingNullDeletes() {
        limits.put("ada", "10");
        limits.put("ada", null);

        assertThat(limits.get("ada")).isNull();
    }

    @Test
    void deletingGivesTheLastValue() {
        limits.put("ada", "10");

        assertThat(limits.delete("ada")).isEqualTo("10");
        assertThat(limits.delete("ada")).isNull();
    }

    @Test
    void aValueThatIsThereStaysWhenItIsPutIfAbsent() {
        assertThat(limits.putIfAbsent("ada", "10")).isNull();
        assertThat(limits.putIfAbsent("ada", "20")).isEqualTo("10");
        assertThat(limits.get("ada")).isEqualTo("10");
    }

    @Test
    void keysThatAreArraysCountByContent() {
        counts.put(new byte[] {1, 2}, 7);

        assertThat(counts.get(new byte[] {1, 2})).isEqualTo(7);
    }

    @Test
    void aRangeHasBothItsEnds() {
        putAll("a", "b", "c", "d");

        assertThat(keys(limits.range("b", "c"))).containsExactly("b", "c");
    }

    @Test
    void aReverseRangeGoesDown() {
        putAll("a", "b", "c", "d");

        assertThat(keys(limits.reverseRange("b", "d"))).containsExactly("d", "c", "b");
    }

    @Test
    void aRangeOfNothingIsEmpty() {
        putAll("a", "d");

        assertThat(keys(limits.range("b", "c"))).isEmpty();
        assertThat(keys(limits.range("d", "a"))).isEmpty();
    }

    @Test
    void aRangeHasNoKeyThatOnlyBeginsLikeItsEnd() {
        putAll("a", "ab", "abc");

        assertThat(keys(limits.range("a", "ab"))).containsExactly("a", "ab");
    }

    @Test
    void bytesOfKeysCountAsUnsigned() {
        counts.put(new byte[] {(byte) 0x80}, 2);
        counts.put(new byte[] {0x7f}, 1);
        counts.put(new byte[] {(byte) 0xff}, 3);

        List<Integer> values = new ArrayList<>();
        try (EntryIterator<byte[], Integer> entries = counts.range(new byte[0], new byte[] {(byte) 0xff})) {
            entries.forEachRemaining(entry -> values.add(entry.value()));
        }
        assertThat(values).containsExactly(1, 2, 3);
    }

    @Test
    void aRangeSeesWhatChangedSinceTheLastOne() {
        putAll("a", "b", "c");
        keys(limits.range("a", "z"));
        limits.put("b", null);
        limits.put("d", "4");

        assertThat(keys(limits.range("a", "z"))).containsExactly("a", "c", "d");
    }

    @Test
    void allGivesEachEntryOnce() {
        putAll("c", "a", "b");
        limits.put("a", "again");

        assertThat(keys(limits.all())).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void entriesMayChangeDuringAWalkOverAll() {
        putAll("a", "b", "c");

        try (EntryIterator<String, String> entries = limits.all()) {
            entries.forEachRemaining(entry -> {
                limits.put(entry.key(), null);
                limits.put("new" + entry.key().charAt(0), "x");
            });
        }
        assertThat(limits.get("a")).isNull();
    }

    @Test
    void entriesMayChangeDuringAWalkOverARange() {
        putAll("a", "b", "c");

        List<String> seen = new ArrayList<>();
        try (EntryIterator<String, String> entries = limits.range("a", "c")) {
            entries.forEachRemaining(entry -> {
                seen.add(entry.key());
                limits.put(entry.key(), null);
            });
        }
        assertThat(seen).containsExactly("a", "b", "c");
        assertThat(keys(limits.all())).isEmpty();
    }

    @Test
    void aWalkBeyondItsEndFails() {
        try (EntryIterator<String, String> entries = limits.all()) {
            assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void knowsAboutHowManyEntriesThereAre() {
        putAll("a", "b", "c");

        assertThat(limits.approximateNumEntries()).isEqualTo(3);
    }

    @Test
    @SuppressWarnings("NullAway") // what user code may do that is not checked
    void refusesANullKey() {
        assertThatThrownBy(() -> limits.get(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("Store 'limits' takes no null as a key");
    }

    @Test
    void eachShardHasItsOwnEntries() {
        Shard other = new Shard("payments", 1);
        stores.open(other);
        limits.put("ada", "10");

        stores.at(other);
        assertThat(limits.get("ada")).isNull();
        limits.put("ada", "11");

        stores.at(stores.shard);
        assertThat(limits.get("ada")).isEqualTo("10");
    }

    @Test
    void aShardThatIsNotOpenIsRefused() {
        stores.at(new Shard("payments", 1));

        assertThatThrownBy(() -> limits.get("ada"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'limits'")
                .hasMessageContaining("payments-1");
    }

    @Test
    void aShardThatIsClosedIsRefused() {
        limits.put("ada", "10");
        stores.workers.get(0).close(stores.shard);

        assertThatThrownBy(() -> limits.get("ada")).isInstanceOf(IllegalStateException.class);
    }

    private void putAll(String... keys) {
        for (String key : keys) {
            limits.put(key, "1");
        }
    }

    private static <K> List<K> keys(EntryIterator<K, ?> entries) {
        List<K> keys = new ArrayList<>();
        try (entries) {
            while (entries.hasNext()) {
                Entry<K, ?> entry = entries.next();
                keys.add(entry.key());
            }
        }
        return keys;
    }
}
