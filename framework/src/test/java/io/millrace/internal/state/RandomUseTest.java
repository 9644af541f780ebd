package io.millrace.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.StateSettings;
import io.millrace.state.Entry;
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
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Uses a store at random, and next to it a sorted map that forgets what is too old: after each step both have to say the same.
 */
@ParameterizedClass
@EnumSource(StoreType.class)
class RandomUseTest {

    private static final int STEPS = 2_000;
    private static final int KEYS = 60;
    private static final long TTL = 50;
    private static final StoreDefinition<KeyValueStore<String, String>> KEPT =
            Stores.keyValue("kept", Serdes.String(), Serdes.String());
    private static final StoreDefinition<KeyValueStore<String, String>> ENDING =
            Stores.keyValue("ending", Serdes.String(), Serdes.String()).withTtl(Duration.ofMillis(TTL));

    private final StoreType type;
    private final ManualTime time = new ManualTime();
    private final Changelog changelog = new Changelog();

    @TempDir
    private Path directory = Path.of("");

    RandomUseTest(StoreType type) {
        this.type = type;
    }

    @RepeatedTest(10)
    @Execution(ExecutionMode.CONCURRENT)
    void aStoreThatKeepsItsEntriesIsASortedMap(RepetitionInfo repetition) {
        new Use(KEPT, Long.MAX_VALUE, repetition.getCurrentRepetition()).run();
    }

    @RepeatedTest(10)
    @Execution(ExecutionMode.CONCURRENT)
    void aStoreWhoseEntriesEndIsASortedMapThatForgets(RepetitionInfo repetition) {
        new Use(ENDING, TTL, repetition.getCurrentRepetition()).run();
    }

    private final class Use {
        private final StoreDefinition<KeyValueStore<String, String>> definition;
        private final long ttl;
        private final int seed;
        private final Random random;
        private NavigableMap<String, Written<String>> model = new TreeMap<>();
        private NavigableMap<String, Written<String>> sealed = new TreeMap<>();
        private NavigableMap<String, Written<String>> committed = new TreeMap<>();
        private boolean isSealed;
        private SteppedStores stores;
        private KeyValueStore<String, String> store;

        Use(StoreDefinition<KeyValueStore<String, String>> definition, long ttl, int seed) {
            this.definition = definition;
            this.ttl = ttl;
            this.seed = seed;
            this.random = new Random(seed);
            this.stores = stores();
            this.store = stores.view(definition);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                step();
                assertThat(contents(store.range("", "z")))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(expected(model));
            }
            stores.close();
        }

        private void step() {
            String key = key();
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5, 6 -> put(key, "v" + random.nextInt(1_000));
                case 7, 8, 9 -> remove(key);
                case 10 -> compare(key);
                case 11 -> compareRange(key, key());
                case 12 -> assertThat(contents(store.all())).containsExactlyInAnyOrderElementsOf(expected(model));
                case 13, 14 -> seal();
                case 15, 16 -> commit();
                case 17 -> time.advance(Duration.ofMillis(random.nextInt(20)));
                case 18 -> stores.workers.get(0).expire(random.nextInt(5));
                default -> restartSometimes();
            }
        }

        private void put(String key, String value) {
            store.put(key, value);
            model.put(key, new Written<>(value, time.currentTimeMillis()));
        }

        private void remove(String key) {
            store.put(key, null);
            model.remove(key);
        }

        private void compare(String key) {
            Written<String> written = model.get(key);
            assertThat(store.get(key)).isEqualTo(written == null || isOver(written) ? null : written.value());
        }

        private void compareRange(String some, String other) {
            String from = some.compareTo(other) < 0 ? some : other;
            String to = from.equals(some) ? other : some;
            NavigableMap<String, Written<String>> part = model.subMap(from, true, to, true);
            assertThat(contents(store.range(from, to))).isEqualTo(expected(part));
            assertThat(contents(store.reverseRange(from, to))).isEqualTo(expected(part.descendingMap()));
        }

        private void seal() {
            if (!isSealed) {
                stores.seal();
                sealed = new TreeMap<>(model);
                isSealed = true;
            }
        }

        private void commit() {
            if (isSealed) {
                stores.commitSealed();
                committed = sealed;
                isSealed = false;
            }
        }

        private void restartSometimes() {
            if (random.nextInt(4) == 0) {
                stores.close();
                stores = stores();
                store = stores.view(definition);
                model = new TreeMap<>(committed);
                isSealed = false;
            }
        }

        private SteppedStores stores() {
            StateSettings settings =
                    StateSettings.defaults().withStoreType(type).withDirectory(directory);
            return new SteppedStores(settings, time, changelog, 1, definition);
        }

        private String key() {
            return "k".repeat(1 + random.nextInt(3)) + random.nextInt(KEYS);
        }

        private List<String> expected(NavigableMap<String, Written<String>> entries) {
            return entries.entrySet().stream()
                    .filter(entry -> !isOver(entry.getValue()))
                    .map(entry -> entry.getKey() + "=" + entry.getValue().value())
                    .toList();
        }

        private boolean isOver(Written<String> written) {
            return time.currentTimeMillis() - written.at() >= ttl;
        }
    }

    private static List<String> contents(EntryIterator<String, String> entries) {
        List<String> found = new ArrayList<>();
        try (entries) {
            while (entries.hasNext()) {
                Entry<String, String> entry = entries.next();
                found.add(entry.key() + "=" + entry.value());
            }
        }
        return found;
    }
}
