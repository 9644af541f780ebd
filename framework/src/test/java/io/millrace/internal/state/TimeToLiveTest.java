package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.StateSettings;
import io.millrace.state.EntryIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.ListState;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.support.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How entries come to their end, wherever they are kept. */
@ParameterizedClass
@EnumSource(StoreType.class)
class TimeToLiveTest {

    private static final StoreDefinition<KeyValueStore<String, String>> SEEN =
            Stores.keyValue("seen", Serdes.String(), Serdes.String()).withTtl(Duration.ofSeconds(10));
    private static final StoreDefinition<KeyValueStore<String, String>> KEPT =
            Stores.keyValue("kept", Serdes.String(), Serdes.String());
    private static final StoreDefinition<ListState<Integer>> AMOUNTS = Stores.list("amounts", Serdes.Integer())
            .withKeySerde(Serdes.String())
            .withTtl(Duration.ofSeconds(10));
    private static final StoreDefinition<ValueState<String>> NAMES =
            Stores.value("names", Serdes.String()).withKeySerde(Serdes.String()).withTtl(Duration.ofSeconds(10));

    private final StateSettings settings;
    private final ManualTime time = new ManualTime();
    private final Changelog changelog = new Changelog();
    private final List<SteppedStores> runs = new ArrayList<>();

    TimeToLiveTest(StoreType type, @TempDir Path directory) {
        settings = StateSettings.defaults().withStoreType(type).withDirectory(directory);
    }

    @AfterEach
    void close() {
        runs.forEach(SteppedStores::close);
    }

    @Test
    void anEntryIsSeenUntilItsTimeIsOver() {
        KeyValueStore<String, String> seen = run(SEEN).view(SEEN);
        seen.put("ada", "1");

        advance(9);
        assertThat(seen.get("ada")).isEqualTo("1");
        advance(1);
        assertThat(seen.get("ada")).isNull();
        assertThat(keys(seen.all())).isEmpty();
        assertThat(keys(seen.range("a", "z"))).isEmpty();
    }

    @Test
    void anEntryThatIsCommittedComesToItsEndToo() {
        SteppedStores stores = run(SEEN);
        KeyValueStore<String, String> seen = stores.view(SEEN);
        seen.put("ada", "1");
        stores.checkpoint();
        advance(10);

        assertThat(seen.get("ada")).isNull();
        assertThat(keys(seen.all())).isEmpty();
        assertThat(keys(seen.range("a", "z"))).isEmpty();
    }

    @Test
    void writingAnEntryAgainProlongsItsTime() {
        KeyValueStore<String, String> seen = run(SEEN).view(SEEN);
        seen.put("ada", "1");
        advance(9);
        seen.put("ada", "2");
        advance(9);

        assertThat(seen.get("ada")).isEqualTo("2");
    }

    @Test
    void readingAnEntryDoesNotProlongItsTime() {
        KeyValueStore<String, String> seen = run(SEEN).view(SEEN);
        seen.put("ada", "1");
        advance(9);
        seen.get("ada");
        advance(1);

        assertThat(seen.get("ada")).isNull();
    }

    @Test
    void theOldestAreRemovedFirst() {
        SteppedStores stores = run(SEEN);
        KeyValueStore<String, String> seen = stores.view(SEEN);
        seen.put("ada", "1");
        advance(1);
        seen.put("bob", "1");
        seen.put("cleo", "1");
        advance(1);
        seen.put("ada", "2");
        stores.checkpoint();
        advance(9);

        assertThat(expire(stores, 1_000)).isEqualTo(2);
        stores.checkpoint();
        assertThat(changelog.compacted()).isEqualTo(Map.of("ada", "2"));
    }

    @Test
    void whatIsOverIsRemovedFromTheChangelogOnce() {
        SteppedStores stores = run(SEEN);
        stores.view(SEEN).put("ada", "1");
        stores.checkpoint();
        advance(10);

        assertThat(expire(stores, 1_000)).isEqualTo(1);
        assertThat(expire(stores, 1_000)).isZero();
        stores.checkpoint();
        assertThat(expire(stores, 1_000)).isZero();
        stores.checkpoint();
        assertThat(changelog.changes()).hasSize(2);
        assertThat(changelog.compacted()).isEmpty();
    }

    @Test
    void whatIsOverBeforeItWasCommittedIsRemovedByTheNextCheckpoint() {
        SteppedStores stores = run(SEEN);
        stores.view(SEEN).put("ada", "1");
        advance(10);
        expire(stores, 1_000);
        stores.checkpoint();
        expire(stores, 1_000);
        stores.checkpoint();

        assertThat(changelog.compacted()).isEmpty();
    }

    @Test
    void whatIsOverWhileItIsSealedIsRemovedByTheNextCheckpoint() {
        SteppedStores stores = run(SEEN);
        stores.view(SEEN).put("ada", "1");
        stores.seal();
        advance(10);
        expire(stores, 1_000);
        stores.commitSealed();
        expire(stores, 1_000);
        stores.checkpoint();

        assertThat(changelog.compacted()).isEmpty();
    }

    @Test
    void anEntryThatWasRemovedByHandDoesNotExpire() {
        SteppedStores stores = run(SEEN);
        KeyValueStore<String, String> seen = stores.view(SEEN);
        seen.put("ada", "1");
        stores.checkpoint();
        seen.put("ada", null);
        stores.checkpoint();
        advance(10);

        assertThat(expire(stores, 1_000)).isZero();
    }

    @Test
    void anEntryMayBeWrittenAgainAfterItsEnd() {
        SteppedStores stores = run(SEEN);
        KeyValueStore<String, String> seen = stores.view(SEEN);
        seen.put("ada", "1");
        stores.checkpoint();
        advance(10);
        expire(stores, 1_000);
        seen.put("ada", "2");
        stores.checkpoint();
        advance(9);

        assertThat(expire(stores, 1_000)).isZero();
        assertThat(seen.get("ada")).isEqualTo("2");
    }

    @Test
    void noMoreAreRemovedThanAsked() {
        SteppedStores stores = run(SEEN);
        KeyValueStore<String, String> seen = stores.view(SEEN);
        for (int key = 0; key < 10; key++) {
            seen.put("key" + key, "1");
        }
        stores.checkpoint();
        advance(10);

        assertThat(expire(stores, 4)).isEqualTo(4);
        assertThat(expire(stores, 4)).isEqualTo(4);
        assertThat(expire(stores, 4)).isEqualTo(2);
    }

    @Test
    void aStoreWithoutTimeToLiveKeepsItsEntries() {
        SteppedStores stores = run(KEPT);
        stores.view(KEPT).put("ada", "1");
        advance(1_000_000);

        assertThat(expire(stores, 1_000)).isZero();
        assertThat(stores.view(KEPT).get("ada")).isEqualTo("1");
    }

    @Test
    void theChangelogIsStampedWithTheTimeOfWriting() {
        SteppedStores stores = run(SEEN);
        advance(1);
        stores.view(SEEN).put("ada", "1");
        advance(3);
        stores.checkpoint();

        assertThat(changelog.changes().get(0).timestamp()).isEqualTo(ManualTime.START_MILLIS + 1_000);
    }

    @Test
    void whatIsRestoredIsAsOldAsBefore() {
        SteppedStores before = run(SEEN);
        before.view(SEEN).put("ada", "1");
        advance(5);
        before.view(SEEN).put("bob", "1");
        before.checkpoint();
        before.close();

        SteppedStores after = run(SEEN);
        advance(5);

        assertThat(after.view(SEEN).get("ada")).isNull();
        assertThat(after.view(SEEN).get("bob")).isEqualTo("1");
        assertThat(expire(after, 1_000)).isEqualTo(1);
    }

    @Test
    void whatIsRestoredOutOfOrderExpiresInOrder() {
        changelog.change("seen", new byte[] {'b'}, new byte[] {'1'}, ManualTime.START_MILLIS + 5_000);
        changelog.change("seen", new byte[] {'a'}, new byte[] {'1'}, ManualTime.START_MILLIS);
        SteppedStores stores = run(SEEN);
        advance(10);

        assertThat(expire(stores, 1_000)).isEqualTo(1);
        assertThat(keys(stores.view(SEEN).all())).containsExactly("b");
    }

    @Test
    void elementsOfAListComeToTheirEndOneByOne() {
        SteppedStores stores = run(AMOUNTS);
        ListState<Integer> amounts = stores.at("ada").view(AMOUNTS);
        amounts.add(1);
        advance(5);
        amounts.add(2);
        advance(5);
        amounts.add(3);

        assertThat(amounts.get()).containsExactly(2, 3);
        advance(5);
        assertThat(amounts.get()).containsExactly(3);
        advance(5);
        amounts.add(4);
        assertThat(amounts.get()).containsExactly(4);
        expire(stores, 1_000);
        assertThat(amounts.get()).containsExactly(4);
    }

    @Test
    void eachWorkerRemovesItsOwnKeys() {
        SteppedStores stores = new SteppedStores(settings, time, changelog, 2, NAMES);
        runs.add(stores);
        for (int key = 0; key < 20; key++) {
            stores.at("key" + key).ownersView(NAMES).set("x");
        }
        stores.checkpoint();
        advance(10);

        int first = stores.workers.get(0).expire(1_000);
        int second = stores.workers.get(1).expire(1_000);
        assertThat(first).isBetween(1, 19);
        assertThat(first + second).isEqualTo(20);
    }

    private SteppedStores run(StoreDefinition<?> definition) {
        SteppedStores run = new SteppedStores(settings, time, changelog, 1, definition);
        runs.add(run);
        return run;
    }

    private void advance(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private static int expire(SteppedStores stores, int most) {
        return stores.workers.get(0).expire(most);
    }

    private static List<String> keys(EntryIterator<String, String> entries) {
        List<String> keys = new ArrayList<>();
        try (entries) {
            entries.forEachRemaining(entry -> keys.add(entry.key()));
        }
        return keys;
    }
}
