package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.StoreSerdeException;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.StoreMetrics;
import io.millrace.state.EntryIterator;
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
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a barrier sets aside, and what the committer makes of it, wherever entries are kept. */
@ParameterizedClass
@EnumSource(StoreType.class)
class SealingTest {

    private static final StoreDefinition<KeyValueStore<String, String>> LIMITS =
            Stores.keyValue("limits", Serdes.String(), Serdes.String());
    private static final StoreDefinition<KeyValueStore<String, String>> NOTES =
            Stores.keyValue("notes", Serdes.String(), Serdes.String()).withLoggingDisabled();
    private static final StoreDefinition<KeyValueStore<String, String>> FRAGILE = Stores.keyValue(
            "fragile",
            Serdes.String(),
            Serdes.serdeFrom(
                    (topic, value) -> {
                        throw new IllegalArgumentException("no room for " + value);
                    },
                    Serdes.String().deserializer()));

    private final ManualTime time = new ManualTime();
    private final Changelog changelog = new Changelog();
    private final SteppedStores stores;
    private final KeyValueStore<String, String> limits;

    SealingTest(StoreType type, @TempDir Path directory) {
        StateSettings settings = StateSettings.defaults().withStoreType(type).withDirectory(directory);
        stores = new SteppedStores(settings, time, changelog, 1, LIMITS, NOTES, FRAGILE);
        limits = stores.view(LIMITS);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void theCommitterGetsWhatHasChanged() {
        limits.put("ada", "10");
        limits.put("bob", "20");
        stores.checkpoint();

        assertThat(changelog.compacted()).isEqualTo(Map.of("ada", "10", "bob", "20"));
    }

    @Test
    void theSizesAreThoseOfWhatIsThereUntilItIsClosed() {
        limits.put("ada", "10");
        limits.put("bob", "20");
        assertThat(size("limits").entries()).isEqualTo(2);

        stores.checkpoint();
        assertThat(size("limits").entries()).isBetween(2L, 3L); // RocksDB estimates
        assertThat(size("limits").bytes()).isPositive();
        assertThat(size("notes").entries()).isZero();

        stores.close();
        assertThat(size("limits").entries()).isZero();
    }

    private StoreMetrics size(String store) {
        return stores.stores.sizes().stream()
                .filter(size -> size.store().equals(store))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theCommitterGetsAKeyOnceWithItsLastValue() {
        limits.put("ada", "10");
        limits.put("ada", "11");
        stores.checkpoint();

        assertThat(changelog.changes()).hasSize(1);
        assertThat(changelog.compacted()).isEqualTo(Map.of("ada", "11"));
    }

    @Test
    void theCommitterGetsNullForWhatWasRemoved() {
        limits.put("ada", "10");
        stores.checkpoint();
        limits.put("ada", null);
        stores.checkpoint();

        assertThat(changelog.changes().get(1).value()).isNull();
    }

    @Test
    void theCommitterGetsAKeyThatWentAndCameBackOnce() {
        limits.put("ada", "10");
        stores.checkpoint();
        limits.put("ada", null);
        limits.put("ada", "11");
        limits.put("ada", null);
        limits.put("ada", "12");
        stores.checkpoint();

        assertThat(changelog.changes()).hasSize(2);
        assertThat(changelog.compacted()).isEqualTo(Map.of("ada", "12"));
    }

    @Test
    void theCommitterGetsNothingTwice() {
        limits.put("ada", "10");
        stores.checkpoint();
        stores.checkpoint();

        assertThat(changelog.changes()).hasSize(1);
    }

    @Test
    void whatIsCommittedIsNotHeldAsAChange() {
        limits.put("ada", "10");
        stores.checkpoint();
        int[] changes = {0};
        stores.state().forEachSealed((store, key, value, timestamp) -> changes[0]++);

        assertThat(changes[0]).isZero();
    }

    @Test
    void theCommitterMayAskAgainUntilItHasCommitted() {
        limits.put("ada", "10");
        stores.seal();
        stores.state().forEachSealed((store, key, value, timestamp) -> {});
        stores.commitSealed();

        assertThat(changelog.compacted()).isEqualTo(Map.of("ada", "10"));
    }

    @Test
    void theCommitterGetsValuesAsTheyWereAtTheBarrier() {
        limits.put("ada", "10");
        stores.seal();
        limits.put("ada", "11");
        limits.put("bob", "20");
        stores.commitSealed();

        assertThat(changelog.compacted()).isEqualTo(Map.of("ada", "10"));
        stores.checkpoint();
        assertThat(changelog.compacted()).isEqualTo(Map.of("ada", "11", "bob", "20"));
    }

    @Test
    void theCommitterGetsWhatWasThereThoughItIsRemovedMeanwhile() {
        limits.put("ada", "10");
        stores.seal();
        limits.put("ada", null);
        limits.put("ada", "11");
        limits.put("ada", null);
        stores.commitSealed();

        assertThat(changelog.compacted()).isEqualTo(Map.of("ada", "10"));
        stores.checkpoint();
        assertThat(changelog.compacted()).isEmpty();
    }

    @Test
    void whatIsSealedIsStillSeen() {
        limits.put("ada", "10");
        limits.put("bob", "20");
        stores.seal();
        limits.put("bob", "21");

        assertThat(limits.get("ada")).isEqualTo("10");
        assertThat(entries()).containsExactly("ada=10", "bob=21");
    }

    @Test
    void whatIsCommittedIsStillSeen() {
        limits.put("ada", "10");
        limits.put("bob", "20");
        stores.checkpoint();
        limits.put("bob", null);

        assertThat(limits.get("ada")).isEqualTo("10");
        assertThat(entries()).containsExactly("ada=10");
    }

    @Test
    void whatIsRemovedStaysUnseenWhileItIsSealed() {
        limits.put("ada", "10");
        stores.checkpoint();
        limits.put("ada", null);
        stores.seal();

        assertThat(limits.get("ada")).isNull();
        assertThat(entries()).isEmpty();
    }

    @Test
    void whatIsRemovedAndSealedMayComeBack() {
        limits.put("ada", "10");
        stores.checkpoint();
        limits.put("ada", null);
        stores.seal();
        limits.put("ada", "11");

        assertThat(entries()).containsExactly("ada=11");
    }

    @Test
    void aSecondBarrierBeforeTheCommitIsRefused() {
        limits.put("ada", "10");
        stores.seal();
        limits.put("ada", "11");

        assertThatThrownBy(stores::seal)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'limits'");
    }

    @Test
    void aStoreWithoutAChangelogIsKeptAndNotWritten() {
        KeyValueStore<String, String> notes = stores.view(NOTES);
        notes.put("ada", "x");
        stores.seal();
        notes.put("bob", "y");
        stores.seal();

        assertThat(notes.get("ada")).isEqualTo("x");
        stores.commitSealed();
        assertThat(notes.get("bob")).isEqualTo("y");
        assertThat(changelog.changes()).isEmpty();
    }

    @Test
    void aStoreWithoutTimeToLiveIsStampedAtTheCommit() {
        limits.put("ada", "10");
        time.advance(Duration.ofSeconds(5));
        stores.checkpoint();

        assertThat(changelog.changes().get(0).timestamp()).isEqualTo(ManualTime.START_MILLIS + 5_000);
    }

    @Test
    void theSizeOfChangesIsLearntFromThoseCommitted() {
        limits.put("ada", "x".repeat(10_000));
        assertThat(stores.stores.changedBytes()).isPositive();
        stores.checkpoint();
        assertThat(stores.stores.changedBytes()).isZero();

        limits.put("ada", "x".repeat(10_000));

        assertThat(stores.stores.changedBytes()).isBetween(10_000L, 11_000L);
    }

    @Test
    void aValueThatItsSerdeRefusesNamesTheStoreAndNotTheValue() {
        stores.view(FRAGILE).put("ada", "secret");
        stores.seal();

        assertThatThrownBy(stores::commitSealed)
                .isInstanceOfSatisfying(
                        StoreSerdeException.class, e -> assertThat(e.store()).isEqualTo("fragile"))
                .hasMessageContaining("'fragile' could not serialize a value (IllegalArgumentException)")
                .message()
                .doesNotContain("secret");
    }

    private List<String> entries() {
        List<String> found = new ArrayList<>();
        try (EntryIterator<String, String> entries = limits.range("a", "z")) {
            entries.forEachRemaining(entry -> found.add(entry.key() + "=" + entry.value()));
        }
        return found;
    }
}
