package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.KeyGroups;
import io.millrace.runtime.StateSettings;
import io.millrace.state.KeyValueStore;
import io.millrace.state.ListState;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.state.ValueState;
import io.millrace.support.ManualTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run finds of the run before, wherever entries are kept. */
@ParameterizedClass
@EnumSource(StoreType.class)
class RestoreTest {

    private static final StoreDefinition<KeyValueStore<String, String>> LIMITS =
            Stores.keyValue("limits", Serdes.String(), Serdes.String());
    private static final StoreDefinition<KeyValueStore<String, String>> NOTES =
            Stores.keyValue("notes", Serdes.String(), Serdes.String()).withLoggingDisabled();
    private static final StoreDefinition<ValueState<String>> NAMES =
            Stores.value("names", Serdes.String()).withKeySerde(Serdes.String());
    private static final StoreDefinition<ListState<Integer>> AMOUNTS =
            Stores.list("amounts", Serdes.Integer()).withKeySerde(Serdes.String());

    private final StateSettings settings;
    private final ManualTime time = new ManualTime();
    private final Changelog changelog = new Changelog();
    private final List<SteppedStores> runs = new ArrayList<>();

    RestoreTest(StoreType type, @TempDir Path directory) {
        settings = StateSettings.defaults().withStoreType(type).withDirectory(directory);
    }

    @AfterEach
    void close() {
        runs.forEach(SteppedStores::close);
    }

    @Test
    void whatWasCommittedIsThere() {
        SteppedStores before = run(1, LIMITS);
        before.view(LIMITS).put("ada", "10");
        before.checkpoint();
        before.close();

        assertThat(run(1, LIMITS).view(LIMITS).get("ada")).isEqualTo("10");
    }

    @Test
    void whatWasNotCommittedIsNotThere() {
        SteppedStores before = run(1, LIMITS);
        before.view(LIMITS).put("ada", "10");
        before.checkpoint();
        before.view(LIMITS).put("ada", "11");
        before.seal();
        before.view(LIMITS).put("bob", "20");
        before.close();

        SteppedStores after = run(1, LIMITS);
        assertThat(after.view(LIMITS).get("ada")).isEqualTo("10");
        assertThat(after.view(LIMITS).get("bob")).isNull();
    }

    @Test
    void whatWasRemovedIsNotThere() {
        SteppedStores before = run(1, LIMITS);
        before.view(LIMITS).put("ada", "10");
        before.checkpoint();
        before.view(LIMITS).put("ada", null);
        before.checkpoint();
        before.close();

        assertThat(run(1, LIMITS).view(LIMITS).get("ada")).isNull();
    }

    @Test
    void whatIsLoadedIsNotWrittenAgain() {
        SteppedStores before = run(1, LIMITS);
        before.view(LIMITS).put("ada", "10");
        before.checkpoint();
        before.close();

        run(1, LIMITS).checkpoint();

        assertThat(changelog.changes()).hasSize(1);
    }

    @Test
    void aStoreWithoutAChangelogBeginsEmpty() {
        SteppedStores before = run(1, NOTES);
        before.view(NOTES).put("ada", "x");
        before.checkpoint();
        before.close();

        assertThat(run(1, NOTES).view(NOTES).get("ada")).isNull();
    }

    @Test
    void whatIsLoadedLastIsThereToo() {
        changelog.change("limits", new byte[] {'a'}, new byte[] {'1'}, 0);
        SteppedStores stores = run(1, LIMITS);
        stores.state().load("limits", new byte[] {'b'}, new byte[] {'2'}, 0);

        assertThat(stores.view(LIMITS).get("a")).isEqualTo("1");
        assertThat(stores.view(LIMITS).get("b")).isEqualTo("2");
    }

    @Test
    void clearingForgetsWhatWasLoaded() {
        SteppedStores before = run(1, LIMITS);
        before.view(LIMITS).put("ada", "10");
        before.checkpoint();
        before.close();

        SteppedStores after = run(1, LIMITS);
        after.state().clear("limits");

        assertThat(after.view(LIMITS).get("ada")).isNull();
        assertThat(after.state().loadedTo("limits")).isEmpty();
    }

    @Test
    void eachKeyComesToItsWorkerWhateverTheirNumber() {
        fill(2);
        for (int parallelism : List.of(3, 1, 5)) {
            SteppedStores after = run(parallelism, NAMES, AMOUNTS);
            for (int key = 0; key < 50; key++) {
                assertThat(after.at("key" + key).ownersView(NAMES).get()).isEqualTo("name" + key);
                assertThat(after.ownersView(AMOUNTS).get()).containsExactly(key, key + 1);
            }
            after.close();
        }
    }

    @Test
    void noKeyComesToAnotherWorker() {
        fill(1);
        SteppedStores after = run(2, NAMES, AMOUNTS);

        long entries = 0;
        for (int worker = 0; worker < 2; worker++) {
            Table<?, ?> table = after.state().table("names", worker);
            try (var walk = table.all()) {
                while (walk.hasNext()) {
                    assertThat(KeyGroups.IN_THIS_PROCESS.worker(walk.next().key(), 2))
                            .isEqualTo(worker);
                    entries++;
                }
            }
        }
        assertThat(entries).isEqualTo(50);
    }

    private void fill(int parallelism) {
        SteppedStores before = run(parallelism, NAMES, AMOUNTS);
        for (int key = 0; key < 50; key++) {
            before.at("key" + key).ownersView(NAMES).set("name" + key);
            before.ownersView(AMOUNTS).set(List.of(key, key + 1));
        }
        before.checkpoint();
        before.close();
    }

    private SteppedStores run(int parallelism, StoreDefinition<?>... definitions) {
        SteppedStores run = new SteppedStores(settings, time, changelog, parallelism, definitions);
        runs.add(run);
        return run;
    }
}
