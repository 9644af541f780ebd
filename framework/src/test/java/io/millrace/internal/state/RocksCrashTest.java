package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.StateSettings;
import io.millrace.state.EntryIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.support.ManualTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that commits all the time, also while RocksDB writes files, and looks at what it leaves. */
class RocksCrashTest {

    private static final StoreDefinition<KeyValueStore<Integer, String>> COUNTS =
            Stores.keyValue("counts", Serdes.Integer(), Serdes.String());
    private static final int KEYS = 200;
    private static final int CHANGES = 20;
    private static final int COMMITS = 300;
    private static final String PADDING = "x".repeat(2_000);

    @TempDir
    private Path directory = Path.of("");

    @RepeatedTest(3)
    @Timeout(60)
    void aProcessThatIsKilledLeavesWhatItHadAtOneCommit(RepetitionInfo repetition) throws IOException {
        killAfter(COMMITS * repetition.getCurrentRepetition() / 2);

        try (SteppedStores stores = open(directory, new Changelog())) {
            long commits = stores.state().loadedTo("counts").orElseThrow();
            assertThat(contents(stores.view(COUNTS))).isEqualTo(contentsAfter(commits));
        }
    }

    /** Starts the process and kills it when it has committed {@code commits} times and RocksDB has files. */
    private void killAfter(int commits) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Xmx64m",
                        Committing.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = output.readLine();
            while (line != null && !(Integer.parseInt(line) >= commits && hasFlushed())) {
                line = output.readLine();
            }
            assertThat(line).as("the process has ended by itself").isNotNull();
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    private boolean hasFlushed() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.anyMatch(file -> file.toString().endsWith(".sst"));
        }
    }

    private static SteppedStores open(Path directory, Changelog changelog) {
        StateSettings settings = StateSettings.defaults()
                .withStoreType(StoreType.ROCKS_DB)
                .withDirectory(directory)
                .withRocksDbMemoryBytes(8L * 1024 * 1024);
        return new SteppedStores(settings, new ManualTime(), changelog, 1, COUNTS);
    }

    private static Map<Integer, String> contents(KeyValueStore<Integer, String> store) {
        Map<Integer, String> contents = new TreeMap<>();
        try (EntryIterator<Integer, String> entries = store.all()) {
            entries.forEachRemaining(entry -> contents.put(entry.key(), entry.value()));
        }
        return contents;
    }

    private static Map<Integer, String> contentsAfter(long commits) {
        Map<Integer, String> contents = new TreeMap<>();
        for (long commit = 1; commit <= commits; commit++) {
            for (int change = 0; change < CHANGES; change++) {
                contents.put(key(commit, change), commit + PADDING);
            }
        }
        return contents;
    }

    private static int key(long commit, int change) {
        return (int) ((commit * 31 + change * 7L) % KEYS);
    }

    /** The process: each commit changes some keys, and the changelog's offset is the number of the commit. */
    static final class Committing {

        private Committing() {}

        public static void main(String[] args) {
            SteppedStores stores = open(Path.of(args[0]), new Changelog());
            KeyValueStore<Integer, String> counts = stores.view(COUNTS);
            for (long commit = 1; ; commit++) {
                for (int change = 0; change < CHANGES; change++) {
                    counts.put(key(commit, change), commit + PADDING);
                }
                stores.seal();
                stores.state().committed(Map.of("counts", commit));
                System.out.println(commit);
            }
        }
    }
}
