package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.RestoreProgress;
import io.millrace.runtime.StateSettings;
import io.millrace.runtime.TopologyListener;
import io.millrace.runtime.TopologySettings;
import io.millrace.state.Materialized;
import io.millrace.state.StoreType;
import io.millrace.support.Cluster;
import io.millrace.support.Engines;
import io.millrace.support.TopicReader;
import io.millrace.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Keyed state goes where its partitions go, and is exactly that of the last checkpoint there. */
class StateRestoreIT {

    private static final int PARTITIONS = 4;

    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final String out = cluster.topic("out", PARTITIONS);
    private final Topology counts = CountTopology.named("counts", in, out);

    @TempDir
    private Path directory = Path.of("");

    private String groupProtocol = "classic";
    private int sent;

    @ParameterizedTest
    @EnumSource(StoreType.class)
    void stateIsThereAfterARestart(StoreType type) {
        try (TopicReader reader = new TopicReader(cluster, out)) {
            for (int run = 1; run <= 3; run++) {
                try (MillraceEngine engine = engine(settings(type), "one", noListener())) {
                    engine.start();
                    send(100);
                    reader.awaitRecords(sent);
                }
            }

            assertCounts(reader);
        }
    }

    @Test
    void aRestartOnTheSameDiskReadsTheTailOnly() {
        Restores restores = new Restores();
        try (TopicReader reader = new TopicReader(cluster, out)) {
            try (MillraceEngine engine = engine(settings(StoreType.ROCKS_DB), "one", restores)) {
                engine.start();
                for (int round = 0; round < 10; round++) {
                    send(100);
                    reader.awaitRecords(sent);
                }
            }
            restores.done.clear();
            try (MillraceEngine engine = engine(settings(StoreType.ROCKS_DB), "one", restores)) {
                engine.start();
                await().until(() -> restores.done.size() == PARTITIONS);
                send(100);
                reader.awaitRecords(sent);
            }

            assertThat(restores.done).allSatisfy(progress -> assertThat(progress.records())
                    .as("the last marker, and nothing before it")
                    .isEqualTo(1));
            assertCounts(reader);
        }
    }

    @ParameterizedTest
    @CsvSource({"IN_MEMORY, 0, classic", "ROCKS_DB, 0, classic", "IN_MEMORY, 1, classic", "IN_MEMORY, 0, consumer"})
    void stateMovesBetweenInstancesUnderLoad(StoreType type, int standby, String protocol) {
        groupProtocol = protocol;
        TopologySettings settings =
                settings(type).withState(settings(type).state().withStandby(standby));
        try (TopicReader reader = new TopicReader(cluster, out);
                MillraceEngine first = engine(settings, "first", noListener())) {
            first.start();
            sendUntil(() -> owned(first) == PARTITIONS);
            try (MillraceEngine second = engine(settings, "second", noListener());
                    MillraceEngine third = engine(settings, "third", noListener())) {
                second.start();
                third.start();
                sendUntil(() -> owned(first) > 0 && owned(second) > 0 && owned(third) > 0);
                sendUntil(() -> owned(first) + owned(second) + owned(third) == PARTITIONS);
            }
            sendUntil(() -> owned(first) == PARTITIONS);
            reader.awaitRecords(sent, Duration.ofSeconds(60));
            send(PARTITIONS);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertCounts(reader));
        }
    }

    @Test
    void aWarmCopyIsTakenOverWithoutReadingTheChangelogAgain() {
        TopologySettings settings = settings(StoreType.IN_MEMORY)
                .withState(settings(StoreType.IN_MEMORY).state().withStandby(1));
        Restores restores = new Restores();
        try (TopicReader reader = new TopicReader(cluster, out);
                MillraceEngine second = engine(settings, "second", restores)) {
            try (MillraceEngine first = engine(settings, "first", noListener())) {
                first.start();
                sendUntil(() -> owned(first) == PARTITIONS);
                second.start();
                sendUntil(() -> owned(second) == PARTITIONS / 2 && owned(first) == PARTITIONS / 2);
                for (int round = 0; round < 10; round++) {
                    send(100);
                    reader.awaitRecords(sent);
                }
                restores.done.clear();
            }
            await().until(() -> restores.done.size() == PARTITIONS / 2);
            send(PARTITIONS);
            reader.awaitRecords(sent);

            assertThat(restores.done).allSatisfy(progress -> assertThat(progress.records())
                    .as("all but the end was there")
                    .isLessThan(20));
            assertCounts(reader);
        }
    }

    @Test
    void aStoreThatIsAddedLaterBeginsEmpty() {
        try (TopicReader reader = new TopicReader(cluster, out)) {
            try (MillraceEngine engine = Engines.of(
                    cluster, application, Engines.quick(), CopyTopology.named("counts", in, out, value -> value))) {
                engine.start();
                send(100);
                reader.awaitRecords(100);
            }
            try (MillraceEngine engine = engine(settings(StoreType.IN_MEMORY), "one", noListener())) {
                engine.start();
                send(PARTITIONS);

                assertThat(reader.awaitValues(100 + PARTITIONS).subList(100, 100 + PARTITIONS))
                        .containsOnly("1");
            }
        }
    }

    @Test
    void aStoreWithoutAChangelogBeginsEmptyWhereItsInputGoesOn() {
        Topology unlogged = CountTopology.named(
                "counts", in, out, Materialized.<String, Long>as("counts").withLoggingDisabled());
        try (TopicReader reader = new TopicReader(cluster, out)) {
            for (int run = 1; run <= 2; run++) {
                try (MillraceEngine engine = Engines.of(cluster, application, Engines.quick(), unlogged)) {
                    engine.start();
                    send(PARTITIONS);
                    reader.awaitRecords(sent);
                }
            }

            assertThat(reader.values()).hasSize(sent).containsOnly("1");
        }
    }

    private void assertCounts(TopicReader reader) {
        Map<String, Integer> last = new HashMap<>();
        reader.values();
        for (ConsumerRecord<String, String> record : reader.allRecords()) {
            last.merge(record.key(), Integer.parseInt(record.value()), Math::max);
        }
        assertThat(last.values().stream().mapToInt(Integer::intValue).sum())
                .as("each record is counted once, as %s", last)
                .isEqualTo(sent);
    }

    private void send(int count) {
        cluster.sendNumbers(in, PARTITIONS, sent, count);
        sent += count;
    }

    private void sendUntil(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    send(40);
                    return condition.call();
                });
    }

    /** Returns how many partitions flow at {@code engine}. */
    private static int owned(MillraceEngine engine) {
        return engine.topologies().get(0).assignment().size()
                - engine.topologies().get(0).restoring().size();
    }

    private TopologySettings settings(StoreType type) {
        return Engines.quick().withState(StateSettings.defaults().withStoreType(type));
    }

    private MillraceEngine engine(TopologySettings settings, String instance, TopologyListener listener) {
        return MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(properties())
                .defaultSettings(settings.withState(settings.state().withDirectory(directory.resolve(instance))))
                .listener(listener)
                .topology(counts)
                .build();
    }

    private Map<String, Object> properties() {
        if (groupProtocol.equals("classic")) {
            return cluster.engineProperties();
        }
        Map<String, Object> properties = cluster.properties();
        properties.put("group.protocol", groupProtocol);
        return properties;
    }

    private static TopologyListener noListener() {
        return new TopologyListener() {};
    }

    /** Keeps what was told when restores were done. */
    private static final class Restores implements TopologyListener {
        private final List<RestoreProgress> done = new CopyOnWriteArrayList<>();

        @Override
        public void restoreProgress(RestoreProgress progress) {
            if (progress.done()) {
                done.add(progress);
            }
        }
    }
}
