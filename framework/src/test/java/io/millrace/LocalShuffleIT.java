package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.errors.InputsChangedException;
import io.millrace.errors.InvalidSettingsException;
import io.millrace.errors.ShuffleChangedException;
import io.millrace.errors.UnusableChangelogException;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.RestoreProgress;
import io.millrace.runtime.ShuffleMode;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.state.Materialized;
import io.millrace.state.StoreType;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Grouped;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records come together by a new key in memory, in one instance; the others stand by. */
class LocalShuffleIT {

    private static final int PARTITIONS = 4;
    private static final int KEYS = 7;

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final String out = cluster.topic("out", PARTITIONS);
    private final AtomicBoolean firstFails = new AtomicBoolean();
    private final Told told = new Told();

    @TempDir
    private Path directory = Path.of("");

    private int sent;

    @ParameterizedTest
    @EnumSource
    void eachNewKeyIsCountedExactly(StoreType type) {
        try (TopicReader reader = new TopicReader(cluster, out)) {
            for (int run = 1; run <= 3; run++) {
                try (MillraceEngine engine = engine("one", settings(type), topology(new AtomicBoolean()))) {
                    engine.start();
                    send(200);
                    reader.awaitRecords(sent);
                }
            }

            assertThat(counts(reader)).isEqualTo(expected());
            assertThat(reader.allRecords()).as("graceful stops repeat nothing").hasSize(sent);
        }
    }

    @Test
    void aSecondInstanceStandsByWithoutPartitions() {
        try (MillraceEngine first = first();
                MillraceEngine second = second()) {
            first.start();
            await().until(() -> handle(first).assignment().size() == PARTITIONS);
            second.start();
            await().until(() -> handle(second).hasRestored());
            send(200);
            await().until(() -> cluster.committedRecords(application, "counts") == sent);

            assertThat(handle(second).assignment()).isEmpty();
            assertThat(handle(second).state()).isEqualTo(TopologyState.RUNNING);
            assertThat(handle(first).assignment()).hasSize(PARTITIONS);
            assertThat(handle(first).restoring()).isEmpty();
        }
    }

    @Test
    void whenTheFirstDiesTheSecondTakesOverFromItsWarmCopy() {
        try (TopicReader reader = new TopicReader(cluster, out);
                MillraceEngine first = first();
                MillraceEngine second = second()) {
            first.start();
            await().until(() -> handle(first).assignment().size() == PARTITIONS);
            second.start();
            for (int round = 0; round < 10; round++) {
                send(200);
                reader.awaitRecords(sent);
            }
            await().until(() -> cluster.committedRecords(application, "counts") == sent);
            told.done.clear();

            firstFails.set(true);
            sendUntil(() -> handle(first).state() == TopologyState.FAILED);
            sendUntil(() -> flows(second));
            send(200);

            awaitExactCounts(reader);
            assertThat(told.done).singleElement().satisfies(restored -> assertThat(restored.records())
                    .as("all but the end was there")
                    .isLessThan(3L * KEYS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theStandbyTakesOverInARollingRestart(StoreType type) {
        try (TopicReader reader = new TopicReader(cluster, out)) {
            MillraceEngine running = engine("0", settings(type), topology(new AtomicBoolean()));
            running.start();
            MillraceEngine owner = running;
            sendUntil(() -> flows(owner));
            for (int roll = 1; roll <= 3; roll++) {
                MillraceEngine next = engine(String.valueOf(roll), settings(type), topology(new AtomicBoolean()));
                next.start();
                await().until(() -> handle(next).hasRestored());
                send(100);
                running.close();
                sendUntil(() -> flows(next));
                running = next;
            }
            send(100);
            awaitExactCounts(reader);
            running.close();

            assertThat(reader.values()).as("graceful stops repeat nothing").hasSize(sent);
        }
    }

    @Test
    void partitionsThatAreAddedAreReadAfterARestartByItself() {
        TopologySettings noAttempts = settings(StoreType.IN_MEMORY)
                .withRestart(new RestartPolicy(0, Duration.ofMillis(50), Duration.ofMillis(200)));
        try (TopicReader reader = new TopicReader(cluster, out);
                MillraceEngine engine = engine("one", noAttempts, topology(new AtomicBoolean()))) {
            engine.start();
            send(200);
            reader.awaitRecords(sent);

            cluster.addPartitions(in, PARTITIONS + 2);
            sendUntil(() -> told.failures.stream().anyMatch(InputsChangedException.class::isInstance));
            await().until(() -> handle(engine).assignment().size() == PARTITIONS + 2 && flows(engine));
            for (int number = 0; number < 100; number++) {
                cluster.send(in, PARTITIONS + number % 2, "any", String.valueOf(sent++));
            }

            awaitExactCounts(reader);
            assertThat(reader.values()).as("it was drained before").hasSize(sent);
            assertThat(told.failures).singleElement().satisfies(failure -> assertThat(failure)
                    .hasMessageContaining(in + "-" + PARTITIONS));
        }
    }

    @Test
    void whereTheBrokerAssignsPartitionsItIsRefused() {
        Map<String, Object> properties = cluster.properties();
        properties.put("group.protocol", "consumer");
        try (MillraceEngine engine = builder("one", settings(StoreType.IN_MEMORY))
                .kafkaProperties(properties)
                .topology(topology(new AtomicBoolean()))
                .build()) {
            assertThatThrownBy(engine::start)
                    .isInstanceOf(InvalidSettingsException.class)
                    .hasMessageContaining("'shuffle' set to 'local'")
                    .hasMessageContaining("Set 'group.protocol' to 'classic', or 'shuffle' to 'durable'");
        }
    }

    @Test
    void stateThatWasDividedIsRefused() {
        try (MillraceEngine engine =
                engine("one", Engines.quick(), CountTopology.named("counts", in, out, Materialized.as("by-number")))) {
            engine.start();
            send(10);
            await().until(() -> cluster.committedRecords(application, "counts") == sent);
        }
        try (MillraceEngine engine = first()) {
            assertThatThrownBy(engine::start)
                    .isInstanceOf(UnusableChangelogException.class)
                    .hasMessageContaining("it has 4 partitions")
                    .hasMessageContaining("Set 'shuffle' to 'durable' again");
        }
    }

    @Test
    void recordsThatMayWaitInARepartitionTopicAreNotForgotten() throws Exception {
        String group = application + "-counts";
        String repartition = group + "-count-repartition";
        cluster.createTopic(repartition, 1);
        cluster.admin()
                .alterConsumerGroupOffsets(group, Map.of(new TopicPartition(repartition, 0), new OffsetAndMetadata(5)))
                .all()
                .get();
        try (MillraceEngine engine = first()) {
            assertThatThrownBy(engine::start)
                    .isInstanceOf(ShuffleChangedException.class)
                    .hasMessageContaining("its consumer group has read '%s'", repartition)
                    .hasMessageContaining("Set 'shuffle' to 'durable'; or, to begin anew");
        }
    }

    private void awaitExactCounts(TopicReader reader) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            reader.values();
            assertThat(counts(reader)).isEqualTo(expected());
        });
    }

    /** Returns the last count of each key: counts only grow. */
    private static Map<String, Integer> counts(TopicReader reader) {
        Map<String, Integer> last = new HashMap<>();
        for (ConsumerRecord<String, String> record : reader.allRecords()) {
            last.merge(record.key(), Integer.parseInt(record.value()), Math::max);
        }
        return last;
    }

    private Map<String, Integer> expected() {
        Map<String, Integer> counts = new HashMap<>();
        for (int number = 0; number < sent; number++) {
            counts.merge(keyOf(String.valueOf(number)), 1, Integer::sum);
        }
        return counts;
    }

    private void send(int count) {
        cluster.sendNumbers(in, PARTITIONS, sent, count);
        sent += count;
    }

    private void sendUntil(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    send(20);
                    return condition.call();
                });
    }

    private static boolean flows(MillraceEngine engine) {
        TopologyHandle handle = handle(engine);
        return !handle.assignment().isEmpty() && handle.restoring().isEmpty();
    }

    private static TopologyHandle handle(MillraceEngine engine) {
        return engine.topology("counts");
    }

    /** Fails for good when it is told to. */
    private MillraceEngine first() {
        return engine(
                "first",
                settings(StoreType.IN_MEMORY)
                        .withRestart(new RestartPolicy(0, Duration.ofMillis(50), Duration.ofMillis(200))),
                topology(firstFails));
    }

    private MillraceEngine second() {
        return engine("second", settings(StoreType.IN_MEMORY), topology(new AtomicBoolean()));
    }

    private MillraceEngine engine(String instance, TopologySettings settings, Topology topology) {
        return builder(instance, settings).topology(topology).build();
    }

    private MillraceEngine.Builder builder(String instance, TopologySettings settings) {
        Map<String, Object> properties = cluster.engineProperties();
        properties.put("metadata.max.age.ms", 500);
        return MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(properties)
                .defaultSettings(settings.withState(settings.state().withDirectory(directory.resolve(instance))))
                .listener(told);
    }

    private static TopologySettings settings(StoreType type) {
        return Engines.quick()
                .withShuffle(ShuffleMode.LOCAL)
                .withState(StateSettings.defaults().withStoreType(type));
    }

    /** Counts numbers by their remainders, each of which is in all partitions. */
    private Topology topology(AtomicBoolean fails) {
        TopologyBuilder builder = TopologyBuilder.named("counts").defaultSerdes(Serdes.String(), Serdes.String());
        builder.<String, String>stream(in)
                .stage("look", 2)
                .mapValues(number -> {
                    if (fails.get()) {
                        throw new IllegalStateException("It was told to");
                    }
                    return number;
                })
                .groupBy(
                        (key, number) -> keyOf(number),
                        Grouped.<String, String>as("count")
                                .withKeySerde(Serdes.String())
                                .withParallelism(3))
                .count(Materialized.as("by-number"))
                .toStream()
                .mapValues(String::valueOf)
                .to(out);
        return builder.build();
    }

    private static String keyOf(String number) {
        return "remainder-" + Integer.parseInt(number) % KEYS;
    }

    private static final class Told implements TopologyListener {
        private final List<RestoreProgress> done = new CopyOnWriteArrayList<>();
        private final List<Throwable> failures = new CopyOnWriteArrayList<>();

        @Override
        public void restoreProgress(RestoreProgress progress) {
            if (progress.done()) {
                done.add(progress);
            }
        }

        @Override
        public void failed(String topology, Throwable failure) {
            failures.add(failure);
        }
    }
}
