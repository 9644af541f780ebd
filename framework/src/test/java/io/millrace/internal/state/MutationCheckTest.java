package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.MutatedValueException;
import io.millrace.runtime.StateSettings;
import io.millrace.state.EntryIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.support.ManualTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The check that finds values which were changed after they were put. */
@ParameterizedClass
@EnumSource(StoreType.class)
class MutationCheckTest {

    private static final Serde<StringBuilder> TEXT = Serdes.serdeFrom(
            (topic, text) -> text.toString().getBytes(StandardCharsets.UTF_8),
            (topic, bytes) -> new StringBuilder(new String(bytes, StandardCharsets.UTF_8)));
    private static final StoreDefinition<KeyValueStore<String, StringBuilder>> NAMES =
            Stores.keyValue("names", Serdes.String(), TEXT);
    private static final StoreDefinition<KeyValueStore<String, byte[]>> PICTURES =
            Stores.keyValue("pictures", Serdes.String(), Serdes.ByteArray());

    private final Changelog changelog = new Changelog();
    private final SteppedStores stores;
    private final KeyValueStore<String, StringBuilder> names;

    MutationCheckTest(StoreType type, @TempDir Path directory) {
        StateSettings settings = StateSettings.defaults()
                .withStoreType(type)
                .withDirectory(directory)
                .withCheckMutations(true);
        stores = new SteppedStores(settings, new ManualTime(), changelog, 1, NAMES, PICTURES);
        names = stores.view(NAMES);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void aValueThatIsLeftAloneIsFine() {
        names.put("ada", new StringBuilder("Ada"));
        names.put("ada", new StringBuilder(names.get("ada")).append(" L."));
        stores.checkpoint();

        assertThat(changelog.compacted()).isEqualTo(Map.of("ada", "Ada L."));
    }

    @Test
    void aChangeAfterThePutIsFoundAtTheNextGet() {
        put("Ada").append(" L.");

        assertFound(() -> names.get("ada"));
    }

    @Test
    void aChangeAfterThePutIsFoundAtTheNextPut() {
        StringBuilder name = put("Ada");
        name.append(" L.");

        assertFound(() -> names.put("ada", name));
    }

    @Test
    void aChangeAfterThePutIsFoundAtTheBarrier() {
        put("Ada").append(" L.");

        assertFound(stores::seal);
    }

    @Test
    void aChangeAfterTheBarrierIsFoundAtTheCommit() {
        StringBuilder name = put("Ada");
        stores.seal();
        name.append(" L.");

        assertFound(stores::commitSealed);
    }

    @Test
    void aChangeInAWalkIsFound() {
        put("Ada");
        try (EntryIterator<String, StringBuilder> entries = names.all()) {
            entries.next().value().append(" L.");
        }

        assertFound(stores::seal);
    }

    @Test
    void aChangeOfAnArrayIsFoundThoughItsSerdeMakesNoCopy() {
        KeyValueStore<String, byte[]> pictures = stores.view(PICTURES);
        byte[] picture = {1};
        pictures.put("ada", picture);
        picture[0] = 2;

        assertThatThrownBy(() -> pictures.put("ada", picture))
                .isInstanceOf(MutatedValueException.class)
                .hasMessageContaining("in store 'pictures'");
    }

    @Test
    void aKeyThatWasRemovedIsNotLookedAt() {
        StringBuilder name = put("Ada");
        names.put("ada", null);
        name.append(" L.");
        stores.checkpoint();

        assertThat(changelog.compacted()).isEmpty();
    }

    private StringBuilder put(String text) {
        StringBuilder name = new StringBuilder(text);
        names.put("ada", name);
        return name;
    }

    private static void assertFound(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(MutatedValueException.class)
                .hasMessageStartingWith("The value of a key in store 'names' was changed after it was put there.")
                .hasMessageContaining("millrace.state.check-mutations");
    }
}
