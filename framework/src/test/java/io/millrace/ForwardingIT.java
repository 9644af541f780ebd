package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.runtime.EpochProgress;
import io.millrace.runtime.ThreadMode;
import io.millrace.runtime.TopologyHandle;
import io.millrace.runtime.TopologySettings;
import io.millrace.runtime.TopologyState;
import io.millrace.runtime.Trigger;
import io.millrace.support.Cluster;
import io.millrace.support.TopicReader;
import io.millrace.topology.Consumed;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForwardingIT {

    private static final int PARTITIONS = 4;
    private final Cluster cluster = Cluster.shared();
    private final String application = Cluster.application();
    private final String in = cluster.topic("in", PARTITIONS);
    private final String out = cluster.topic("out", PARTITIONS);

    @ParameterizedTest
    @EnumSource(names = {"SHARED", "DEDICATED"})
    void everyRecordComesOutOnceAndInOrder(ThreadMode threads) {
        TopologySettings settings = TopologySettings.defaults()
                .withTrigger(Trigger.realTime(Duration.ofMillis(200)))
                .withThreads(threads);
        try (MillraceEngine engine = engine(twoStages(), settings);
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.sendNumbers(in, PARTITIONS, 0, 5_000);

            List<String> values = reader.awaitValues(5_000);

            assertThat(values).containsExactlyInAnyOrderElementsOf(numbers(5_000));
            assertInOrder(values);
            await().untilAsserted(() ->
                    assertThat(cluster.committedRecords(application, "copy")).isEqualTo(5_000));
        }
    }

    @Test
    void aBacklogComesOutInOrderAndSoDoesWhatFollowsIt() {
        int backlog = 200_000;
        int following = 1_000;
        cluster.sendNumbers(in, PARTITIONS, 0, backlog);
        try (MillraceEngine engine = engine(twoStages(), TopologySettings.defaults());
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            reader.awaitValues(backlog / 2);
            cluster.sendNumbers(in, PARTITIONS, backlog, following);

            List<String> values = reader.awaitValues(backlog + following);

            assertThat(values).hasSize(backlog + following);
            assertInOrder(values);
            await("the producer for backlogs").until(() -> Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().contains(application + "-copy-bulk")));
        }
    }

    @Test
    void aGracefulCloseCommitsSoThatARestartRepeatsNothing() {
        TopologySettings longEpochs = TopologySettings.defaults();
        try (TopicReader reader = new TopicReader(cluster, out)) {
            try (MillraceEngine engine = engine(twoStages(), longEpochs)) {
                engine.start();
                cluster.sendNumbers(in, PARTITIONS, 0, 1_000);
                reader.awaitValues(1_000);
            }
            assertThat(cluster.committedRecords(application, "copy")).isEqualTo(1_000);
            try (MillraceEngine engine = engine(twoStages(), longEpochs)) {
                engine.start();
                cluster.sendNumbers(in, PARTITIONS, 1_000, 1_000);
                reader.awaitValues(2_000);
            }
            assertThat(reader.values()).containsExactlyInAnyOrderElementsOf(numbers(2_000));
        }
    }

    @Test
    void aMicroBatchReadsOnTheTriggerAndReportsProgress() {
        TopologySettings settings =
                TopologySettings.defaults().withTrigger(Trigger.processingTime(Duration.ofMillis(300)));
        try (MillraceEngine engine = engine(twoStages(), settings);
                TopicReader reader = new TopicReader(cluster, out)) {
            engine.start();
            cluster.sendNumbers(in, PARTITIONS, 0, 3_000);

            assertThat(reader.awaitValues(3_000)).containsExactlyInAnyOrderElementsOf(numbers(3_000));
            TopologyHandle topology = engine.topology("copy");
            await().untilAsserted(() -> {
                EpochProgress progress = topology.lastProgress().orElseThrow();
                assertThat(progress.positions().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .isEqualTo(3_000);
                assertThat(progress.caughtUp()).isTrue();
            });
            assertThat(topology.state()).isEqualTo(TopologyState.RUNNING);
        }
    }

    private MillraceEngine engine(Topology topology, TopologySettings settings) {
        return MillraceEngine.builder()
                .applicationId(application)
                .kafkaProperties(cluster.engineProperties())
                .defaultSettings(settings)
                .topology(topology)
                .build();
    }

    private Topology twoStages() {
        TopologyBuilder builder = TopologyBuilder.named("copy").defaultSerdes(Serdes.String(), Serdes.String());
        builder.stream(in, Consumed.<String, String>as("numbers"))
                .mapValues(value -> value.strip())
                .stage("second", 3)
                .peek((key, value) -> {})
                .to(out);
        return builder.build();
    }

    private static void assertInOrder(List<String> values) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int remainder = partition;
            assertThat(values.stream()
                            .map(Integer::valueOf)
                            .filter(value -> value % PARTITIONS == remainder)
                            .toList())
                    .isSorted();
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }
}
