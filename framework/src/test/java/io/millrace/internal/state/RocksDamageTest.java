package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.StoreFailedException;
import io.millrace.runtime.StateSettings;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.support.ManualTime;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of stores whose files are damaged: they have to hold what they should, or fail. */
class RocksDamageTest {

    private static final StoreDefinition<KeyValueStore<String, String>> LIMITS =
            Stores.keyValue("limits", Serdes.String(), Serdes.String());
    private static final int KEYS = 2_000;
    private static final long BEHIND_FIRST_BLOCK = 5_000;

    private final Path directory;
    private final StateSettings settings;
    private final ManualTime time = new ManualTime();
    private final Changelog changelog = new Changelog();
    private final List<SteppedStores> runs = new ArrayList<>();

    RocksDamageTest(@TempDir Path directory) {
        this.directory = directory;
        settings = StateSettings.defaults().withStoreType(StoreType.ROCKS_DB).withDirectory(directory);
    }

    @AfterEach
    void close() {
        runs.forEach(SteppedStores::close);
    }

    /** What happens to a file. */
    enum Damage {
        TRUNCATED {
            @Override
            void to(Path file) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(channel.size() / 2);
                }
            }
        },
        EMPTY {
            @Override
            void to(Path file) throws IOException {
                Files.write(file, new byte[0]);
            }
        },
        GARBAGE {
            @Override
            void to(Path file) throws IOException {
                byte[] bytes = new byte[(int) Files.size(file)];
                new Random(1).nextBytes(bytes);
                Files.write(file, bytes);
            }
        },
        DELETED {
            @Override
            void to(Path file) throws IOException {
                Files.delete(file);
            }
        };

        abstract void to(Path file) throws IOException;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    TRUNCATED | .*\\.sst
                    EMPTY     | .*\\.sst
                    GARBAGE   | .*\\.sst
                    DELETED   | .*\\.sst
                    TRUNCATED | MANIFEST-.*
                    EMPTY     | MANIFEST-.*
                    GARBAGE   | MANIFEST-.*
                    DELETED   | MANIFEST-.*
                    TRUNCATED | CURRENT
                    EMPTY     | CURRENT
                    GARBAGE   | CURRENT
                    DELETED   | CURRENT
                    GARBAGE   | OPTIONS-.*
                    DELETED   | OPTIONS-.*
                    GARBAGE   | .*
                    DELETED   | .*
                    """)
    void aStoreWithDamagedFilesHoldsWhatItShould(Damage damage, String files) throws IOException {
        runAndFill();
        int damaged = 0;
        for (Path file : filesOfTheStore(files)) {
            damage.to(file);
            damaged++;
        }
        assertThat(damaged).isPositive();

        assertThatAllIsThere(run());
    }

    @Test
    void aBlockThatIsFoundDamagedAtTheBeginningIsRebuilt() throws IOException {
        runAndFill();
        damageBlocks(0);

        assertThatAllIsThere(run());
    }

    @Test
    void aBlockThatIsFoundDamagedInUseFailsTheStore() throws IOException {
        runAndFill();
        damageBlocks(BEHIND_FIRST_BLOCK);
        SteppedStores run = run();

        assertThatThrownBy(() -> assertThatAllIsThere(run))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("'limits'")
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("rebuilt from its changelog");
    }

    @Test
    void aStoreThatFailedForDamagedFilesIsRebuiltByTheNextRun() throws IOException {
        runAndFill();
        damageBlocks(BEHIND_FIRST_BLOCK);
        SteppedStores failing = run();
        assertThatThrownBy(() -> assertThatAllIsThere(failing)).isInstanceOf(StoreFailedException.class);
        failing.close();

        assertThatAllIsThere(run());
    }

    private void runAndFill() {
        SteppedStores run = run();
        KeyValueStore<String, String> limits = run.view(LIMITS);
        for (int key = 0; key < KEYS; key++) {
            limits.put("key" + key, "value" + key + "-" + "x".repeat(100));
        }
        run.checkpoint();
        run.close();
    }

    private void assertThatAllIsThere(SteppedStores run) {
        KeyValueStore<String, String> limits = run.view(LIMITS);
        for (int key = 0; key < KEYS; key++) {
            assertThat(limits.get("key" + key)).startsWith("value" + key + "-");
        }
    }

    /** Damages the entries in the files from {@code first} on, but not what is looked at when they are opened. */
    private void damageBlocks(long first) throws IOException {
        for (Path file : filesOfTheStore(".*\\.sst")) {
            try (RandomAccessFile table = new RandomAccessFile(file.toFile(), "rw")) {
                long damaged = table.length() / 2;
                for (long position = first; position < damaged; position += 100) {
                    table.seek(position);
                    int before = table.read();
                    table.seek(position);
                    table.write(before ^ 0xff);
                }
            }
        }
    }

    private List<Path> filesOfTheStore(String name) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("limits"))
                    .filter(file -> file.getFileName().toString().matches(name))
                    .toList();
        }
    }

    private SteppedStores run() {
        SteppedStores run = new SteppedStores(settings, time, changelog, 1, LIMITS);
        runs.add(run);
        return run;
    }
}
