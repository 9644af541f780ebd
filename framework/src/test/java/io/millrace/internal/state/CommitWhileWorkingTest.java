package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.StateSettings;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.support.ManualTime;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker goes on, on a thread of its own, while the committer is at what was sealed. */
@ParameterizedClass
@EnumSource(StoreType.class)
class CommitWhileWorkingTest {

    private static final StoreDefinition<KeyValueStore<String, String>> LIMITS =
            Stores.keyValue("limits", Serdes.String(), Serdes.String());
    private static final int EPOCHS = 100;
    private static final int KEYS = 300;

    private final Changelog changelog = new Changelog();
    private final ExecutorService committer = Executors.newSingleThreadExecutor();
    private final SteppedStores stores;
    private final KeyValueStore<String, String> limits;
    private final Map<String, String> model = new TreeMap<>();

    CommitWhileWorkingTest(StoreType type, @TempDir Path directory) {
        StateSettings settings = StateSettings.defaults().withStoreType(type).withDirectory(directory);
        stores = new SteppedStores(settings, new ManualTime(), changelog, 1, LIMITS);
        limits = stores.view(LIMITS);
    }

    @AfterEach
    void close() {
        committer.shutdownNow();
        stores.close();
    }

    @Test
    @Timeout(60)
    void eachCheckpointIsWhatTheStoreWasAtItsBarrier() throws Exception {
        Random random = new Random(1);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            stores.seal();
            Map<String, String> sealed = Map.copyOf(model);
            Future<?> commit = committer.submit(stores::commitSealed);
            int changes = 0;
            while (!commit.isDone() || changes < 50) {
                change("key" + random.nextInt(KEYS), random.nextInt(4) == 0 ? null : "v" + random.nextInt());
                String read = "key" + random.nextInt(KEYS);
                assertThat(limits.get(read)).isEqualTo(model.get(read));
                changes++;
            }
            commit.get(30, TimeUnit.SECONDS);
            assertThat(changelog.compacted()).isEqualTo(sealed);
        }
    }

    private void change(String key, @Nullable String value) {
        limits.put(key, value);
        if (value == null) {
            model.remove(key);
        } else {
            model.put(key, value);
        }
    }
}
