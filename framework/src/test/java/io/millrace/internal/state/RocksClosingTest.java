package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.StateDirectoryException;
import io.millrace.internal.epoch.Shard;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TimeSource;
import io.millrace.state.EntryIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.support.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of a store's files and native memory. A mistake here would end the process, so each use after the end is refused. */
class RocksClosingTest {

    private static final StoreDefinition<KeyValueStore<String, String>> LIMITS =
            Stores.keyValue("limits", Serdes.String(), Serdes.String());

    @TempDir
    private Path directory = Path.of("");

    @Test
    void readingAfterTheEndIsRefused() {
        SteppedStores stores = open();
        KeyValueStore<String, String> limits = stores.view(LIMITS);
        limits.get("ada");
        stores.close();

        assertThatThrownBy(() -> limits.get("ada"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Store 'limits' is closed");
    }

    @Test
    void aWalkThatWasLeftOpenEndsWithTheStore() {
        SteppedStores stores = open();
        KeyValueStore<String, String> limits = stores.view(LIMITS);
        limits.put("ada", "1");
        limits.put("bob", "1");
        stores.checkpoint();
        EntryIterator<String, String> walk = limits.all();
        walk.next();
        stores.close();

        assertThatThrownBy(walk::next).isInstanceOf(IllegalStateException.class);
        walk.close();
    }

    @Test
    void aWalkThatWasLeftOpenEndsAtTheBarrier() {
        try (SteppedStores stores = open()) {
            KeyValueStore<String, String> limits = stores.view(LIMITS);
            limits.put("ada", "1");
            EntryIterator<String, String> walk = limits.all();
            stores.seal();

            assertThat(walk.hasNext()).isFalse();
        }
    }

    @Test
    void aWalkMayBeClosedTwice() {
        try (SteppedStores stores = open()) {
            EntryIterator<String, String> walk = stores.view(LIMITS).all();
            walk.close();
            walk.close();

            assertThat(walk.hasNext()).isFalse();
        }
    }

    /** As by a worker that is stuck in user code, is given up, and goes on after all. */
    @Test
    @Timeout(60)
    void aReaderThatIsAtWorkMeetsTheEndUnharmed() throws Exception {
        for (int round = 0; round < 20; round++) {
            SteppedStores stores = open();
            KeyValueStore<String, String> limits = stores.view(LIMITS);
            limits.put("ada", "1");
            stores.checkpoint();
            FutureTask<Void> reader = new FutureTask<>(() -> readForEver(limits));
            Thread thread = new Thread(reader);
            thread.start();
            stores.close();

            assertThatThrownBy(reader::get).hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void committingAfterTheEndIsRefused() {
        SteppedStores stores = open();
        stores.view(LIMITS).put("ada", "1");
        stores.seal();
        ShardState state = stores.state();
        state.forEachSealed(stores.changelog);
        stores.close();

        assertThatThrownBy(() -> state.committed(Map.of("limits", 1L))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void openingAfterTheEndIsRefused() {
        SteppedStores stores = open();
        stores.close();

        assertThatThrownBy(() -> stores.open(stores.shard)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aShardMayBeClosedAndOpenedAgain() {
        try (SteppedStores stores = open()) {
            stores.view(LIMITS).put("ada", "1");
            stores.checkpoint();
            stores.workers.get(0).close(stores.shard);
            stores.stores.close(stores.shard);
            stores.open(stores.shard);

            assertThat(stores.view(LIMITS).get("ada")).isEqualTo("1");
        }
    }

    @Test
    void aShardIsClosedWhileAnotherIsBeingOpened() throws Exception {
        HaltingTime time = new HaltingTime();
        try (SteppedStores stores = new SteppedStores(settings(), time, new Changelog(), 1, LIMITS)) {
            time.halts = true;
            FutureTask<ShardState> opening = new FutureTask<>(() -> stores.stores.open(new Shard("payments", 1)));
            new Thread(opening).start();
            time.halted.await();
            time.halts = false;
            FutureTask<?> closing = new FutureTask<>(() -> stores.stores.close(stores.shard), null);
            new Thread(closing).start();
            try {
                assertThat(closing).succeedsWithin(Duration.ofSeconds(30));
            } finally {
                time.goOn.countDown();
                opening.get();
            }
        }
    }

    @Test
    void storesInMemoryMakeNoFiles() throws IOException {
        StateSettings settings = StateSettings.defaults().withDirectory(directory);
        new SteppedStores(settings, new ManualTime(), new Changelog(), 1, LIMITS).close();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void filesAreTheServicesOwn() throws IOException {
        open().close();

        assertThat(Files.getPosixFilePermissions(directory.resolve("bank-cards")))
                .allMatch(permission -> permission.name().startsWith("OWNER"));
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefusedAtTheStart() throws IOException {
        Files.createFile(directory.resolve("bank-cards"));

        assertThatThrownBy(this::open)
                .isInstanceOf(StateDirectoryException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("millrace.state.directory");
    }

    private static Void readForEver(KeyValueStore<String, String> limits) {
        while (true) {
            limits.get("bob");
            try (EntryIterator<String, String> walk = limits.all()) {
                walk.forEachRemaining(entry -> {});
            }
        }
    }

    private SteppedStores open() {
        return new SteppedStores(settings(), new ManualTime(), new Changelog(), 1, LIMITS);
    }

    private StateSettings settings() {
        return StateSettings.defaults().withStoreType(StoreType.ROCKS_DB).withDirectory(directory);
    }

    /** Makes whoever asks for the time wait, as an opening does among other things. */
    private static final class HaltingTime implements TimeSource {
        final CountDownLatch halted = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        volatile boolean halts;

        @Override
        public long nanoTime() {
            if (halts) {
                halted.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return 0;
        }

        @Override
        public long currentTimeMillis() {
            return nanoTime();
        }
    }
}
