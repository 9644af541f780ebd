package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.StateUnavailableException;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.query.Answer;
import io.millrace.query.AsOf;
import io.millrace.query.Entries;
import io.millrace.query.StoreQuery;
import io.millrace.query.Unavailable.Reason;
import io.millrace.query.WindowedValue;
import io.millrace.runtime.Delivery;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Entry;
import io.millrace.state.KeyValueStore;
import io.millrace.state.ListState;
import io.millrace.state.MapState;
import io.millrace.state.Materialized;
import io.millrace.state.StoreDefinition;
import io.millrace.state.StoreType;
import io.millrace.state.Stores;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import io.millrace.window.SessionWindows;
import io.millrace.window.TimeWindows;
import io.millrace.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** State that is asked for from outside, through all that can happen to a topology. */
class QueryDriverTest {

    private static final Instant START = Instant.parse("2025-12-31T00:00:00Z");

    private static final TopologySettings ASKABLE = TopologySettings.defaults().withQueries(QuerySettings.defaults());

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void aValueIsThatOfNow(StoreType type) {
        try (TopologyTestDriver driver = driver(Words.counts(), ASKABLE.withState(state(type)), 3)) {
            pipe(driver, "a", "b", "a");

            StoreQuery<String, Long> counts = driver.query("counts");

            assertThat(known(counts.get("a"))).contains(2L);
            assertThat(known(counts.get("b"))).contains(1L);
            assertThat(known(counts.get("c"))).isEmpty();
        }
    }

    @Test
    void keysThatWorkersShareAreFoundAtTheirs() {
        try (TopologyTestDriver driver = driver(Words.parallelCounts(), ASKABLE, 2)) {
            for (int number = 0; number < 50; number++) {
                pipe(driver, "key-" + number);
            }
            StoreQuery<String, Long> counts = driver.query("counts");

            for (int number = 0; number < 50; number++) {
                assertThat(known(counts.get("key-" + number))).contains(1L);
            }
            assertThat(known(counts.all(100)).list()).hasSize(50);
        }
    }

    @Test
    void stateOfALocalShuffleIsInOneShard() {
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words").groupBy((key, value) -> value).count(Materialized.as("counts"));
        TopologySettings settings = ASKABLE.withShuffle(ShuffleMode.LOCAL);
        try (TopologyTestDriver driver = driver(builder.build(), settings, 3)) {
            Words.input(driver).pipeInput("x", "a");
            Words.input(driver).pipeInput("y", "a");

            assertThat(known(driver.<String, Long>query("counts").get("a"))).contains(2L);
        }
    }

    @Test
    void stateBehindADurableShuffleIsWhereTheNewKeyIs() {
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words").groupBy((key, value) -> value).count(Materialized.as("counts"));
        try (TopologyTestDriver driver = driver(builder.build(), ASKABLE, 3)) {
            Words.input(driver).pipeInput("x", "a");
            Words.input(driver).pipeInput("y", "a");

            assertThat(known(driver.<String, Long>query("counts").get("a"))).contains(2L);
        }
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void aRangeIsInTheOrderOfTheBytes(StoreType type) {
        try (TopologyTestDriver driver = driver(Words.counts(), ASKABLE.withState(state(type)), 3)) {
            pipe(driver, "e", "b", "d", "a", "c");
            driver.advanceEpoch();
            pipe(driver, "ab", "d");
            StoreQuery<String, Long> counts = driver.query("counts");

            assertThat(keys(known(counts.range("ab", "d", 100)))).containsExactly("ab", "b", "c", "d");
            assertThat(keys(known(counts.range(null, "b", 100)))).containsExactly("a", "ab", "b");
            assertThat(keys(known(counts.range("d", null, 100)))).containsExactly("d", "e");
            assertThat(known(counts.range("d", "d", 100)).list()).containsExactly(new Entry<>("d", 2L));
            assertThat(keys(known(counts.range("x", "a", 100)))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void aRangeGoesOnWhereItWasCut(StoreType type) {
        try (TopologyTestDriver driver = driver(Words.counts(), ASKABLE.withState(state(type)), 3)) {
            pipe(driver, "e", "b", "d", "a", "c");
            StoreQuery<String, Long> counts = driver.query("counts");

            Entries<String, Long> first = known(counts.range(null, null, 3));
            Entries<String, Long> next = known(counts.range("c", null, 3));

            assertThat(keys(first)).containsExactly("a", "b", "c");
            assertThat(first.more()).isTrue();
            assertThat(keys(next)).containsExactly("c", "d", "e");
            assertThat(next.more()).isFalse();
        }
    }

    @Test
    void bytesCutARangeWithoutAGap() {
        TopologySettings settings =
                TopologySettings.defaults().withQueries(QuerySettings.defaults().withMaxBytes(30));
        try (TopologyTestDriver driver = driver(Words.counts(), settings, 3)) {
            pipe(driver, "e", "b", "d", "a", "c");

            Entries<String, Long> first =
                    known(driver.<String, Long>query("counts").range(null, null, 100));

            assertThat(keys(first)).containsExactly("a", "b", "c");
            assertThat(first.more()).isTrue();
        }
    }

    @Test
    void anAnswerThatIsTooLargeIsNone() {
        TopologySettings settings =
                TopologySettings.defaults().withQueries(QuerySettings.defaults().withMaxBytes(3));
        try (TopologyTestDriver driver = driver(Words.counts(), settings, 1)) {
            pipe(driver, "a");
            StoreQuery<String, Long> counts = driver.query("counts");

            assertThat(reason(counts.get("a"))).isEqualTo(Reason.TOO_LARGE);
            assertThat(reason(counts.range(null, null, 10))).isEqualTo(Reason.TOO_LARGE);
        }
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void windowsAreTold(StoreType type) {
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMinutes(1)).advanceBy(Duration.ofSeconds(30)))
                .count(Materialized.as("counts"));
        try (TopologyTestDriver driver = driver(builder.build(), ASKABLE.withState(state(type)), 2)) {
            Words.input(driver).pipeInput("a", "x", START.plusSeconds(40));
            StoreQuery<String, Long> counts = driver.query("counts");

            assertThat(known(counts.windows("a", START, START.plusSeconds(60))))
                    .containsExactly(window(0, 60, 1), window(30, 90, 1));
            assertThat(known(counts.windows("a", START.plusSeconds(1), START.plusSeconds(60))))
                    .containsExactly(window(30, 90, 1));
            assertThat(known(counts.windows("b", START, START.plusSeconds(60)))).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> counts.get("a"))
                    .withMessageContaining("windows");
        }
    }

    @Test
    void sessionsAreTold() {
        TopologyBuilder builder = Words.builder();
        builder.<String, String>stream("words")
                .groupByKey()
                .windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofMinutes(5)))
                .count(Materialized.as("counts"));
        try (TopologyTestDriver driver = driver(builder.build(), ASKABLE, 2)) {
            Words.input(driver).pipeInput("a", "x", START);
            Words.input(driver).pipeInput("a", "x", START.plusSeconds(60));

            assertThat(known(driver.<String, Long>query("counts").windows("a", START, START.plusSeconds(60))))
                    .containsExactly(window(0, 60, 2));
        }
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void listsAndMapsAreToldAsAWhole(StoreType type) {
        StoreDefinition<ListState<String>> list = Stores.list("list", Serdes.String());
        StoreDefinition<MapState<String, Long>> map = Stores.map("map", Serdes.String(), Serdes.Long());
        Topology topology = processing(
                (context, record) -> {
                    context.getStateStore(list).add(record.value());
                    context.getStateStore(map).put(record.value(), 7L);
                },
                list,
                map);
        try (TopologyTestDriver driver = driver(topology, ASKABLE.withState(state(type)), 2)) {
            Words.input(driver).pipeInput("a", "x");
            Words.input(driver).pipeInput("b", "z");
            Words.input(driver).pipeInput("a", "y");

            assertThat(known(driver.<String, List<String>>query("list").get("a")))
                    .contains(List.of("x", "y"));
            assertThat(known(driver.<String, Map<String, Long>>query("map").get("a")))
                    .contains(Map.of("x", 7L, "y", 7L));
            assertThat(known(driver.<String, List<String>>query("list").get("c")))
                    .isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> driver.query("list").all(1))
                    .withMessageContaining("get(key)");
        }
    }

    @Test
    void aKeyOfAKeyValueStoreIsAskedForInItsPartition() {
        StoreDefinition<KeyValueStore<String, String>> last = Stores.keyValue("last", Serdes.String(), Serdes.String());
        Topology topology =
                processing((context, record) -> context.getStateStore(last).put("last", record.value()), last);
        try (TopologyTestDriver driver = driver(topology, ASKABLE, 2)) {
            Words.input(driver).toPartition(0).pipeInput("a", "x");
            Words.input(driver).toPartition(1).pipeInput("a", "y");
            StoreQuery<String, String> query = driver.query("last");

            assertThat(known(query.inPartitions(Set.of(0)).get("last"))).contains("x");
            assertThat(known(query.inPartitions(Set.of(1)).get("last"))).contains("y");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> query.get("last"))
                    .withMessageContaining("inPartitions");
        }
    }

    @Test
    void aRevokedPartitionIsAskedForElsewhereAndBackWhenItIs() {
        try (TopologyTestDriver driver = driver(Words.counts(), ASKABLE, 2)) {
            pipe(driver, "a", "b", "c", "d", "e", "f");
            StoreQuery<String, Long> counts = driver.query("counts");
            assertThat(known(counts.all(10)).list()).hasSize(6);

            driver.revoke("words", 1);
            long unknown = List.of("a", "b", "c", "d", "e", "f").stream()
                    .map(key -> answer(counts.get(key)))
                    .filter(answer -> !answer.isKnown())
                    .count();
            Reason ofAll = reason(counts.all(10));
            int rest = known(counts.inPartitions(Set.of(0)).all(10)).list().size();
            driver.giveBack("words", 1);

            assertThat(unknown).isBetween(1L, 5L);
            assertThat(ofAll).isEqualTo(Reason.ELSEWHERE);
            assertThat(rest + unknown).isEqualTo(6);
            assertThat(known(counts.all(10)).list()).hasSize(6);
        }
    }

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void aRestartTellsTheStateOfTheLastCheckpointAndWhatIsReadAgain(StoreType type) {
        try (TopologyTestDriver driver = driver(Words.counts(), ASKABLE.withState(state(type)), 2)) {
            StoreQuery<String, Long> counts = driver.query("counts");
            pipe(driver, "a");
            driver.advanceEpoch();
            pipe(driver, "a");

            driver.crash();
            assertThat(reason(counts.get("a"))).isEqualTo(Reason.NOT_RUNNING);
            driver.restart();

            assertThat(known(counts.get("a"))).contains(2L);
        }
    }

    @Test
    void theLastCheckpointIsKeptOnDiskOnly() {
        TopologySettings onDisk = ASKABLE.withState(state(StoreType.ROCKS_DB));
        try (TopologyTestDriver driver = driver(Words.counts(), onDisk, 2)) {
            StoreQuery<String, Long> counts =
                    driver.<String, Long>query("counts").asOf(AsOf.LAST_CHECKPOINT);
            pipe(driver, "a");
            assertThat(known(counts.get("a"))).isEmpty();
            driver.advanceEpoch();
            pipe(driver, "a", "b");

            assertThat(known(counts.get("a"))).contains(1L);
            assertThat(known(counts.range(null, null, 10)).list()).containsExactly(new Entry<>("a", 1L));
            driver.advanceEpoch();
            assertThat(known(counts.all(10)).list())
                    .containsExactlyInAnyOrder(new Entry<>("a", 2L), new Entry<>("b", 1L));
        }
        try (TopologyTestDriver driver = driver(Words.counts(), ASKABLE, 2)) {
            assertThat(reason(driver.<String, Long>query("counts")
                            .asOf(AsOf.LAST_CHECKPOINT)
                            .get("a")))
                    .isEqualTo(Reason.NOT_KEPT);
        }
    }

    @Test
    void withExactlyOnceStateIsThatOfNowToo() {
        try (TopologyTestDriver driver = driver(Words.counts(), ASKABLE.withDelivery(Delivery.EXACTLY_ONCE), 2)) {
            pipe(driver, "a", "a");

            assertThat(known(driver.<String, Long>query("counts").get("a"))).contains(2L);
        }
    }

    @Test
    void answersAreCopies() {
        Topology topology = Words.counts();
        try (TopologyTestDriver driver = driver(topology, ASKABLE, 1)) {
            pipe(driver, "a");
            Optional<Long> before = known(driver.<String, Long>query("counts").get("a"));
            pipe(driver, "a");

            assertThat(before).contains(1L);
        }
    }

    @Test
    void questionsHaveToBeAllowed() {
        try (TopologyTestDriver driver = new TopologyTestDriver(Words.counts())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> driver.query("counts"))
                    .withMessageContaining("millrace.queries.enabled");
        }
    }

    @Test
    void wrongQuestionsAreTheCallers() {
        try (TopologyTestDriver driver = driver(Words.counts(), ASKABLE, 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> driver.query("count"))
                    .withMessageContaining("counts");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> driver.<Object, Long>query("counts").get(7))
                    .withMessageContaining("Integer");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> driver.<String, Long>query("counts").all(0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> driver.<String, Long>query("counts").windows("a", START, START));
        }
    }

    @Test
    void whoCantWaitThrows() {
        try (TopologyTestDriver driver = driver(Words.counts(), ASKABLE, 1)) {
            driver.revoke("words", 0);
            Answer<Optional<Long>> answer =
                    answer(driver.<String, Long>query("counts").get("a"));

            assertThatThrownBy(answer::orElseThrow)
                    .isInstanceOfSatisfying(StateUnavailableException.class, e -> assertThat(e.isPassing())
                            .isTrue());
        }
    }

    private static TopologyTestDriver driver(Topology topology, TopologySettings settings, int partitions) {
        return TopologyTestDriver.builder(topology)
                .settings(settings)
                .partitions(partitions)
                .build();
    }

    private static StateSettings state(StoreType type) {
        return StateSettings.defaults().withStoreType(type);
    }

    private static void pipe(TopologyTestDriver driver, String... keys) {
        TestInputTopic<String, String> words = Words.input(driver);
        for (String key : keys) {
            words.pipeInput(key, "x");
        }
    }

    private static <T> Answer<T> answer(CompletionStage<Answer<T>> stage) {
        assertThat(stage.toCompletableFuture()).isCompleted();
        return stage.toCompletableFuture().join();
    }

    private static <T> T known(CompletionStage<Answer<T>> stage) {
        return answer(stage).orElseThrow();
    }

    private static <T> Reason reason(CompletionStage<Answer<T>> stage) {
        Answer<T> answer = answer(stage);
        assertThat(answer.isKnown()).isFalse();
        return ((Answer.Unknown<T>) answer).why().reason();
    }

    private static List<String> keys(Entries<String, Long> entries) {
        return entries.list().stream().map(Entry::key).toList();
    }

    private static WindowedValue<Long> window(long from, long to, long count) {
        long start = START.toEpochMilli();
        return new WindowedValue<>(new Window(start + from * 1_000, start + to * 1_000), count);
    }

    private static Topology processing(
            BiConsumer<ProcessorContext<String, String>, Record<String, String>> work, StoreDefinition<?>... stores) {
        TopologyBuilder builder = Words.builder();
        ProcessorSupplier<String, String, String, String> supplier = () -> new Working(work);
        builder.<String, String>stream("words").process(supplier, stores);
        return builder.build();
    }

    /** Does something with each record. */
    private static final class Working implements Processor<String, String, String, String> {

        private final BiConsumer<ProcessorContext<String, String>, Record<String, String>> work;
        private @Nullable ProcessorContext<String, String> context;

        Working(BiConsumer<ProcessorContext<String, String>, Record<String, String>> work) {
            this.work = work;
        }

        @Override
        public void init(ProcessorContext<String, String> newContext) {
            context = newContext;
        }

        @Override
        public void process(Record<String, String> record) {
            work.accept(Objects.requireNonNull(context), record);
        }
    }
}
