package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.ManualTime;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksMemoryTest {

    private static final long LIMIT = 8 * 1024 * 1024;
    private static final int DATABASES = 4;
    private static final int ENTRIES_EACH = 8_000;
    private static final int ENTRY_BYTES = 1_000;

    @TempDir
    private Path directory = Path.of("");

    private final List<RocksFiles> databases = new ArrayList<>();
    private final RocksLayout layout = new RocksLayout(false);

    @BeforeAll
    static void load() {
        RocksLibrary.require("test");
    }

    @AfterEach
    void close() {
        databases.forEach(RocksFiles::close);
    }

    @Test
    void databasesTogetherKeepToTheLimit() {
        try (RocksMemory memory = new RocksMemory(LIMIT)) {
            for (int number = 0; number < DATABASES; number++) {
                databases.add(
                        RocksFiles.open("limits", directory.resolve("database" + number), memory, new ManualTime()));
            }
            long most = 0;
            for (int entry = 0; entry < ENTRIES_EACH; entry++) {
                write(entry);
                databases.forEach(database -> database.get(layout.entryKey(key(0))));
                if (entry % 100 == 0) {
                    most = Math.max(most, used());
                }
            }

            assertThat(most)
                    .as("most memory; what is being written to files may come on top")
                    .isBetween(LIMIT / 4, 2 * LIMIT);
            databases.forEach(RocksFiles::close);
        }
    }

    private void write(int entry) {
        byte[] value = new byte[ENTRY_BYTES];
        new Random(entry).nextBytes(value);
        for (RocksFiles database : databases) {
            try (RocksBatch batch = new RocksBatch(layout)) {
                batch.change(key(entry), value, 0);
                database.write(batch.batch());
            }
        }
    }

    /** Returns what the cache has taken; buffers of what is not in files yet count as taken from it. */
    private long used() {
        return databases.get(0).use(open -> open.getLongProperty("rocksdb.block-cache-usage"));
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }
}
