package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.epoch.Shard;
import io.millrace.runtime.StateSettings;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.support.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a run uses the files of the run before, and when it reads the whole changelog instead. */
class RocksReuseTest {

    private static final StoreDefinition<KeyValueStore<String, String>> LIMITS =
            Stores.keyValue("limits", Serdes.String(), Serdes.String());

    private final StateSettings settings;
    private final ManualTime time = new ManualTime();
    private final Changelog changelog = new Changelog();
    private final List<SteppedStores> runs = new ArrayList<>();

    RocksReuseTest(@TempDir Path directory) {
        settings = StateSettings.defaults().withStoreType(StoreType.ROCKS_DB).withDirectory(directory);
    }

    @AfterEach
    void close() {
        runs.forEach(SteppedStores::close);
    }

    @Test
    void onlyTheTailOfTheChangelogIsRead() {
        runWith("ada", "bob");
        changelog.change("limits", new byte[] {'c'}, new byte[] {'1'}, 0);

        SteppedStores after = run(LIMITS);

        assertThat(after.loaded()).isEqualTo(1);
        assertThat(after.view(LIMITS).get("ada")).isEqualTo("1");
        assertThat(after.view(LIMITS).get("c")).isEqualTo("1");
    }

    @Test
    void whatAnEarlierRunHasLeftOnTheDiskIsKnown() {
        SteppedStores before = run(LIMITS);
        before.open(new Shard("payments", 3));
        before.close();

        assertThat(run(LIMITS).stores.onDisk()).isEqualTo(Map.of("payments", Set.of(0, 3)));
    }

    @Test
    void filesOfAnotherChangelogAreNotUsed() {
        runWith("ada", "bob");
        changelog.becomes("second");

        assertThat(run(LIMITS).loaded()).isEqualTo(2);
    }

    @Test
    void whatIsNotInTheOtherChangelogIsForgotten() {
        runWith("ada");
        changelog.changes().clear();
        changelog.becomes("second");

        assertThat(run(LIMITS).view(LIMITS).get("ada")).isNull();
    }

    @Test
    void filesAreUsedAsLongAsTheChangelogKeepsRemovals() {
        runWith("ada", "bob");
        time.advance(Duration.ofHours(11));

        assertThat(run(LIMITS).loaded()).isZero();
    }

    @Test
    void filesThatAreTooOldAreNotUsed() {
        runWith("ada", "bob");
        time.advance(Duration.ofHours(12));

        assertThat(run(LIMITS).loaded()).isEqualTo(2);
    }

    /** Else one could go on loading for ever, and miss removals that the changelog has forgotten meanwhile. */
    @Test
    void loadingThatWasInterruptedIsAsOldAsWhatWasLoaded() {
        changelog.change("limits", new byte[] {'a'}, new byte[] {'1'}, time.currentTimeMillis());
        time.advance(Duration.ofHours(11));
        run(LIMITS).close();
        time.advance(Duration.ofHours(1));

        assertThat(run(LIMITS).loaded()).isEqualTo(1);
    }

    @Test
    void loadingThatCameToItsEndMakesFilesYoung() {
        changelog.change("limits", new byte[] {'a'}, new byte[] {'1'}, time.currentTimeMillis());
        time.advance(Duration.ofHours(11));
        SteppedStores before = run(LIMITS);
        before.view(LIMITS).get("a");
        before.close();
        time.advance(Duration.ofHours(1));

        assertThat(run(LIMITS).loaded()).isZero();
    }

    @Test
    void filesAreNotUsedWhereEntriesHaveGotATimeToLive() {
        runWith("ada", "bob");

        assertThat(run(LIMITS.withTtl(Duration.ofDays(1))).loaded()).isEqualTo(2);
    }

    @Test
    void filesOfAStoreWithoutChangelogAreNotUsed() {
        SteppedStores before = run(LIMITS.withLoggingDisabled());
        before.view(LIMITS).put("ada", "1");
        before.close();

        assertThat(run(LIMITS).view(LIMITS).get("ada")).isNull();
    }

    @Test
    void twoRunsAtATimeHaveFilesOfTheirOwn() {
        SteppedStores first = run(LIMITS);
        SteppedStores second = run(LIMITS);
        first.view(LIMITS).put("ada", "1");
        second.view(LIMITS).put("ada", "2");

        assertThat(first.view(LIMITS).get("ada")).isEqualTo("1");
    }

    @Test
    void aShardThatComesBackBeforeItIsClosedHasFilesOfItsOwn() {
        SteppedStores stores = run(LIMITS);
        stores.view(LIMITS).put("ada", "1");
        Shard again = new Shard("payments", 0);
        stores.open(again);
        stores.at(again);

        assertThat(stores.view(LIMITS).get("ada")).isNull();
    }

    /** Makes a run that puts {@code keys}, and ends it. */
    private void runWith(String... keys) {
        SteppedStores run = run(LIMITS);
        for (String key : keys) {
            run.view(LIMITS).put(key, "1");
        }
        run.checkpoint();
        run.close();
    }

    private SteppedStores run(StoreDefinition<?> definition) {
        SteppedStores run = new SteppedStores(settings, time, changelog, 1, definition);
        runs.add(run);
        return run;
    }
}
